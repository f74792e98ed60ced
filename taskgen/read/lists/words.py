"""Words in headings that announce tasks."""

from __future__ import annotations

import re

# What a list of tasks is called, at the end of a heading ("Open tasks"), or at its beginning before a preposition.
_PIECES = (
    r"tasks|todos?|to-dos?|to do|action items|next steps|work items|tickets|user stories|(?:open|outstanding) issues"
    r"|aufgaben|arbeitspakete|nächste schritte|offene punkte|taken|actiepunten|uppgifter|att göra|opgaver|oppgaver"
    r"|gjøremål|tareas|pendientes|próximos pasos|historias de usuario|t[âa]ches|à faire|prochaines étapes|tarefas"
    r"|pendências|próximos passos|histórias de usuário|compiti|attività|da fare|prossimi passi|zadania|do zrobienia"
    r"|úkoly|feladatok|teendők|tehtävät|havainnot|sarcini|görevler|yap\u0131lacaklar|nhiệm vụ|việc cần làm"
    r"|таски|задачи|задания|следующие шаги|завдання|задачі"
)
_WHOLES = (
    r"(?:tasks?|to-?dos?|to do|tickets?|action) list|action plan|backlog|roadmap|checklist"
    r"|(?:implementation|project|development|work|test(?:ing)?) (?:plan|steps)|plan"
    r"|aufgabenliste|takenlijst|uppgiftslista|opgaveliste|oppgaveliste|lista de (?:tareas|tarefas|pendientes)"
    r"|liste (?:des|de) t[âa]ches|feuille de route|lista zadań|seznam úkolů|elenco attività|tehtävälista|kehitysjono"
    r"|бэклог|беклог|дорожная карта|список (?:задач|дел|завдань)"
)
# These stand anywhere, as their languages put no space between words or bend them.
_ANYWHERE = (
    r"задачи|задания|завдання|план|任务|任務|タスク|課題|待办|待辦|やること|バックログ|작업|과제|할 ?일|백로그"
    r"|(?:计划|計劃|計画|계획|路线图|ロードマップ|로드맵)$"
)
_KINDS = (
    r"my|our|all|open|new|remaining|outstanding|pending|upcoming|current|future|main|key|other|team|core|development|dev"
    r"|implementation|project|product|feature|sprint|release|frontend|backend|engineering|migration|technical"
)
_BEFORE_A_NAME = (
    r"for|of|from|by|per|für|zum|zur|der|des|von|voor|van|för|til|till|dla|pro|для|по"
    r"|de|del|para|por|pour|du|d'|do|da|dos|das|di|per"
)
_BEHIND = (
    r"in progress|completed|remaining|pending|(?:and|&|y|e|et|und) (?:sub-?tasks|milestones|timeline|progress|hitos)"
    r"|pendientes|pendentes|completadas|conclu[ií]das|restantes|urgentes|futur[ao]s"
    r"|en curso|em andamento|termin[ée]es|d[ée]taill[ée]es"
    r"|v?\d[\w.-]*"
)
_ABOUT = re.compile(
    r"(?<!\w)(?:rules?|guidelines?|about|how|why|what|using|defining|creating|running|managing|scheduling|executing"
    r"|(?:actions?|steps|decisions?|measures|approach|time)(?= taken))(?!\w)|規則|ルール",
    re.IGNORECASE,
)
# What such a heading may hold beside tasks: a plan has tables of all sorts.
_PLANS = re.compile(
    r"plan|roadmap|checklist|steps|schritte|pasos|étapes|passos|passi|feuille de route|план|дорожная карта"
    r"|计划|計劃|計画|계획|路线图|ロードマップ|로드맵",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s[-\u2013—|·/]+\s|[:\uff1a\u2013—]")
_FILE = re.compile(r"\S*?([^\s/]+)\.md(?!\w)")  # `docs/TODO.md` is called what the file is
# What the last of several tasks may be called too.
_LAST = re.compile(r"test|checklist|next|pr[óo]xim|nächste|suivant|prochain|prossimi|следующие|issues", re.IGNORECASE)
_LONGEST = 200


# The name of a list at the end of a text, with what may follow it.
_NAMES_BEHIND = rf"(?:\s+(?:{_BEHIND}))?$"
_NAMES = re.compile(rf"(?<!\w)(?:{_PIECES}|{_WHOLES}){_NAMES_BEHIND}|{_ANYWHERE}", re.IGNORECASE)


# The name of a list before what it is for: "Tasks for X", "Backlog do X", "Product backlog of X".
#
# Words of any kind may stand before a backlog or plan, but only some before tasks ("Writing tasks for X" is none).
_NAMES_OF_BEFORE = rf"(?:(?:{_KINDS})\s+){{0,2}}(?:{_PIECES})|(?:[^\W\d_][\w/&+-]*\s+){{0,4}}(?:{_WHOLES})"
_NAMES_OF = re.compile(rf"[\W\d_]*(?:{_NAMES_OF_BEFORE})\s+(?:{_BEFORE_A_NAME})(?:(?<=')|\s)\s*\S", re.IGNORECASE)


def says_tasks(heading: str) -> bool:
    """Whether a heading names a list of tasks ("Open tasks (v2)", "Backlog — X"), and is not about them."""
    if len(heading) > _LONGEST:
        return False
    bare = re.sub(r"[(\[][^)\]]*[)\]]", "", heading)
    bare = _FILE.sub(r"\1", bare).replace("_", " ").replace("`", "").strip(" :*#.-\u2013—")
    if _ABOUT.search(bare):
        return False
    return any(_NAMES.search(part) or _NAMES_OF.match(part) for part in (bare, *map(str.strip, _PARTS.split(bare))))


def names_list(heading: str) -> bool:
    """Whether a heading names a list of tasks that holds nothing else: a backlog, and no plan."""
    return says_tasks(heading) and not _PLANS.search(heading)


_STAGE_WORDS = (
    r"phase|stage|sprint|epic|milestone|iteration|meilenstein|etappe|étape|etapa|fase|épic[ao]|faza|etap|fáze"
    r"|фаза|этап|эпик|спринт|етап|フェーズ|スプリント|マイルストーン|단계|스프린트"
)
_STAGE = re.compile(
    rf"(?:[\W_]|\d{{1,3}}[.)])*(?:(?:{_STAGE_WORDS})[\s#№-]*(?:\d{{1,3}}|[IVX]{{1,4}}|[A-Z])(?!\w)|M\d{{1,2}}(?=\s*[:\uff1a\u2013—-])"
    r"|第\s*[\d一二三四五六七八九十]{1,3}\s*(?:阶段|階段|期)|(?:阶段|階段|里程碑)\s*[\d一二三四五六七八九十]{1,3})",
    re.IGNORECASE,
)


_STAGES = re.compile(
    r"(?<!\w)(?:phases|stages|sprints|epics|milestones|meilensteine|phasen|fases|etapas|étapes|épicas|hitos)$"
    r"|(?:этапы|фазы|спринты|эпики|阶段|階段|里程碑|フェーズ|マイルストーン|단계|마일스톤)$",
    re.IGNORECASE,
)


def names_stage(heading: str) -> bool:
    """Whether a heading names one part of a plan: "Phase 1: Setup", "Sprint 3", "Epic 2 - Reading", "M3: Release"."""
    return len(heading) <= _LONGEST and _STAGE.match(heading) is not None


def names_work(stage: str) -> bool:
    """Whether a stage can only be one of people's work: a sprint, an epic."""
    return re.search(r"sprint|[ée]pi[ck]|спринт|эпик|スプリント|스프린트", stage, re.IGNORECASE) is not None


def says_stages(heading: str) -> bool:
    """Whether a heading announces tasks or the parts of a plan: "Phases (all)", "Milestones"."""
    bare = re.sub(r"[(\[][^)\]]*[)\]]", "", heading[:_LONGEST]).strip(" :*`#.-\u2013—")
    return says_tasks(heading) or _STAGES.search(bare) is not None


_CHAPTER_KINDS = r"(?:detailed |proposed )?(?:(?:implementation|development|project|execution|work|build|migration) )?"
_CHAPTER = re.compile(
    rf"{_CHAPTER_KINDS}(?:steps|phases|tasks?(?: list| breakdown)?|milestones|breakdown)"
    rf"|(?:implementation|execution|action) plan|(?:{_PIECES}|{_WHOLES}|{_ANYWHERE})",
    re.IGNORECASE,
)


def is_list_chapter(title: str) -> bool:
    """Whether a chapter's title is nothing but the name of a list: "Implementation Steps", "Tasks"."""
    bare = re.sub(r"[(\[][^)\]]*[)\]]", "", title[:_LONGEST]).strip(" :*`#.-\u2013—")
    return _CHAPTER.fullmatch(bare) is not None and not _LAST.search(bare)

"""Words in headings that announce tasks."""

from __future__ import annotations

import re

_ANNOUNCES = re.compile(
    r"(?<!\w)(?:tasks|task list|todos?|to-dos?|to do|action (?:items|list|checklist|plan)|backlog|next steps|roadmap"
    r"|work items|checklist|(?:implementation|project|development|work|test(?:ing)?) (?:plan|steps)|plan"
    r"|aufgaben|nächste schritte|tareas|próximos pasos|tâches|tarefas|próximos passos|compiti|taken|uppgifter|opgaver"
    r"|zadania|úkoly)$"
    r"|задачи|задания|завдання|план|任务|任務|タスク|課題|待办|작업|과제",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?<!\w)(?:rules?|guidelines?|about|how|why|what|using|defining|creating)(?!\w)|規則|ルール", re.IGNORECASE
)
_LONGEST = 200


def says_tasks(heading: str) -> bool:
    """Whether a heading's words end by announcing tasks ("Action checklist (suggested)"), and are not about them."""
    if len(heading) > _LONGEST:
        return False
    bare = re.sub(r"[(\[][^)\]]*[)\]]", "", heading).strip(" :*_#.-\u2013—")
    return bool(_ANNOUNCES.search(bare) or _ANNOUNCES.search(bare.split(":")[0].strip())) and not _ABOUT.search(bare)

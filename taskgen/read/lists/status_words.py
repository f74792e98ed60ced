"""The words that say how far a task is, in the languages that lists were seen in; without accents, see `status`."""

from __future__ import annotations

OPEN, DONE, IN_PROGRESS, BLOCKED, DEFERRED, CANCELLED = (
    "open",
    "done",
    "in progress",
    "blocked",
    "deferred",
    "cancelled",
)

# "hecho/a" stands for hecho, hecha, hechos and hechas, "fait/e" for fait, faite, faits and faites.
_BY_STATUS = {
    DONE: "done, completed, complete, finished, implemented, closed, merged"
    ", erledigt, fertig, fertiggestellt, abgeschlossen, umgesetzt"
    ", hecho/a, listo/a, completado/a, completo/a, terminado/a, finalizado/a, concluido/a, implementado/a, cerrado/a"
    ", feito/a, fechado/a, fait/e, termine/e, acheve/e, fini/e"
    ", fatto/a, completato/a, terminato/a, finito/a, concluso/a"
    ", klaar, gereed, afgerond, voltooid, gedaan, klart, fardig, fardigt, faerdig, ferdig, fullfort"
    ", gotowe, zrobione, ukonczone, zakonczone, hotovo, dokonceno"
    ", готово, сделано, выполнено, завершено, закончено, виконано, зроблено, закрыто"
    ", 已完成, 完成, 完了, 完了済み, 完了済, 完了しました"
    ", 済, 済み, 対応済み, 対応済, 実装済み, 已实现, 완료, 완료됨, 완성",
    OPEN: "not started, to do, todo, open, pending, planned, ready, unstarted, unfinished, incomplete, undone"
    ", offen, geplant, ausstehend, zu erledigen, zu tun"
    ", pendiente, pendientes, por hacer, sin empezar, sin iniciar, sin hacer, planificado/a, abierto/a"
    ", pendente, pendentes, por fazer, a fazer, planejado/a, aberto/a"
    ", a faire, en attente, prevu/e, ouvert/e, da fare, in sospeso, te doen, att gora, at gore"
    ", do zrobienia, nezahajeno, к выполнению, запланировано, заплановано, открыто"
    ", 未开始, 未開始, 待办, 待辦, 待处理, 待處理, 待开始, 计划中, 計画中, 未着手, 予定"
    ", 대기, 대기중, 대기 중, 예정, 시작 전",
    IN_PROGRESS: "in progress, wip, started, partial, review, partially, partly, half, mostly, almost, nearly"
    ", not fully, not completely, not entirely, not quite, ready for review, ready to merge, ready to be merged"
    ", in arbeit, in bearbeitung, begonnen, angefangen, teilweise, fast fertig, fast erledigt, halb fertig"
    ", en progreso, en curso, en proceso, parcial, parcialmente, iniciado/a, empezado/a, casi"
    ", em andamento, em progresso, em curso, em execucao, quase"
    ", en cours, commence/e, partiel, partielle, partiellement, presque, in corso, iniziato/a, parziale, parzialmente"
    ", bezig, in uitvoering, gedeeltelijk, pagar, pabegynt, paborjad, delvis"
    ", w toku, w trakcie, czesciowo, castecne, в работе, в процессе, начато, частично, в роботі, в процесі, частково"
    ", 进行中, 進行中, 作業中, 着手中, 対応中, 部分完成, 一部完了, 基本完成, 진행 중, 진행중, 일부 완료, 부분 완료",
    BLOCKED: "blocked, blockiert, bloqueado/a, bloque/e, bloccato/a, geblokkeerd, zablokowane, blokovano"
    ", заблокировано, заблоковано, 阻塞, 已阻塞, 受阻, ブロック, ブロック中, 차단, 차단됨",
    DEFERRED: "deferred, skipped, postponed, parked, on hold, paused"
    ", zuruckgestellt, verschoben, aplazado/a, pospuesto/a, postergado/a, adiado/a, reporte/e, rimandato/a"
    ", uitgesteld, odlozone, odlozeno, отложено, відкладено, 推迟, 已推迟, 延期, 已延期, 暂缓, 暫緩, 搁置, 保留, 보류",
    CANCELLED: "cancelled, canceled, dropped, wontfix, won't fix, won't do"
    ", abgebrochen, verworfen, cancelado/a, descartado/a, annule/e, abandonne/e, annullato/a, geannuleerd, anulowane"
    ", zruseno, отменено, скасовано, 取消, 已取消, 中止, 已废弃, 취소, 취소됨",
}


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split(", "))


# They tell what a piece of work is as often as how far it is: at the end of a title they are part of it.
NOT_IN_TITLES = _words(
    "ready, half, mostly, almost, nearly, partially, partly, paused, casi, quase, presque",
    "completo, completa, completos, completas, parcial, partiel, partielle, parziale",
    "abierto, abierta, aberto, aberta, ouvert, ouverte, reporte, 保留, 予定, 대기, 예정, 済",
)

# What members of a task, and columns, are called that hold its status.
STATUS_FIELDS = _words(
    "status, estado, estatus, situacao, statut, etat, stato, stav, статус, состояние, стан",
    "状态, 狀態, 状態, 상태, 진행 상태",
)

# "Not done", "noch nicht fertig", "to be completed"; between these and the word may stand the ones below.
NEGATIONS = _words(
    "not, never, no, be, cannot, nicht, kein, keine, pas, non, etre, nao, sem, sin, sans, ser, niet, inte, ej, ikke",
    "nie, neni, не, нет, ні",
)
BETWEEN = _words(
    "yet, been, be, fully, completely, entirely, quite, really, all, is, was, ganz, vollstandig, komplett, worden",
    "ha, han, sido, esta, estan, fue, foi, ainda, todavia, aun, completamente, encore, ete, est, entierement",
    "totalement, e, stato, ancora, nog, helemaal, zcela, еще, полностью, ще",
)
BEFORE = _words("still, needs, need, has, have, to, must, should, will, can, muss, noch, todavia, aun, ainda, doit")
BEHIND = _words("werden")  # "muss noch umgesetzt werden"
# Written without a space: 未完成, 미완료.
PREFIXES = ("尚未", "还未", "還未", "还没", "還沒", "没有", "沒有", "未", "没", "沒", "미")

YES = _words("yes, y, ja, si, oui, sim, tak, ano, да, так, 是, はい, 예, 네, true, x")
NO = _words("no, n, nein, non, nao, nee, nej, nei, nie, ne, нет, ні, 否, いいえ, 아니오, 아니요, false, ✗, ✘, ❌")


def _forms(word: str) -> tuple[str, ...]:
    if not word.endswith(("/a", "/e")):
        return (word,)
    stem = word[:-2]
    other = stem[:-1] + "a" if word.endswith("/a") else stem + "e"
    return stem, other, stem + "s", other + "s"


STATUS_WORDS = {
    form: status for status, words in _BY_STATUS.items() for word in words.split(", ") for form in _forms(word)
}
LONGEST = 4  # words in the longest of them

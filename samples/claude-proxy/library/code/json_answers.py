import json
import re
from urllib.request import Request, urlopen

BASE = "http://localhost:8080/v1"
FENCE = re.compile(r"```(?:json)?\n(.*?)\n```", re.DOTALL)


def sent_name(model):
    provider, name = model.split("/", 1)
    return name if provider == "openai" else model


def messages_of(given):
    if "messages" in given:
        return given["messages"]
    return [{"role": "user", "content": given["question"]}]


def prompted(given):
    before = [{"role": "system", "content": given["system"]}] if "system" in given else []
    return before + messages_of(given)


def bare(content):
    fenced = FENCE.search(content)
    return fenced[1] if fenced else content


def ask(body):
    data = json.dumps(body).encode()
    request = Request(BASE + "/chat/completions", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as reply:
        return json.load(reply)


def complete(given):
    answer = ask({"model": sent_name(given["model"]), "messages": prompted(given)})
    content = bare(answer["choices"][0]["message"]["content"])
    return {"content": content, "model": given["model"], "usage": answer["usage"]}

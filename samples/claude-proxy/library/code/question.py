import json
from urllib.request import Request, urlopen

BASE = "http://localhost:8080/v1"


def ask(body):
    data = json.dumps(body).encode()
    request = Request(BASE + "/chat/completions", data, {"Content-Type": "application/json"})
    with urlopen(request, timeout=60) as reply:
        return json.load(reply)


def complete(given):
    messages = [{"role": "user", "content": given["question"]}]
    answer = ask({"model": given["model"], "messages": messages})
    content = answer["choices"][0]["message"]["content"]
    return {"content": content, "model": given["model"], "usage": answer["usage"]}

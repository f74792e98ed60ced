import asyncio
import json
import re
from urllib.error import HTTPError, URLError
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


def fetch(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(BASE + path, data, {"Content-Type": "application/json"}), timeout=30) as reply:
        return reply.status, json.load(reply)


async def retried(path, body=None):
    for pause in (0.2, 0.4, 0.8):
        try:
            return await asyncio.to_thread(fetch, path, body)
        except HTTPError as refusal:
            if refusal.code not in (429, 503):
                raise
            pause = float(refusal.headers.get("Retry-After", pause))
        except URLError:
            pass  # not up yet
        await asyncio.sleep(pause)
    return await asyncio.to_thread(fetch, path, body)


async def ask(body):
    status, answer = await retried("/chat/completions", body)
    while status == 202:
        await asyncio.sleep(0.1)
        status, answer = await retried("/jobs/" + answer["id"])
    return answer


async def complete(given):
    answer = await ask({"model": sent_name(given["model"]), "messages": prompted(given)})
    content = bare(answer["choices"][0]["message"]["content"])
    return {"content": content, "model": given["model"], "usage": answer["usage"]}

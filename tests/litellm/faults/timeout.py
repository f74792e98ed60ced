"""`completion` waits by itself and gives no coroutine, so there is nothing that `wait_for` could wait for."""

import asyncio

import litellm

ASKED = [{"role": "user", "content": "What is the primary function of a CPU in a computer?"}]


def request(url):
    return {
        "model": "openai/max/text-general",
        "messages": ASKED,
        "api_base": f"{url}/v1",
        "api_key": "local",
    }


async def with_timeout(call, url, seconds=30):
    return await asyncio.wait_for(call(**request(url)), timeout=seconds)


def wrong(url):
    asyncio.run(with_timeout(litellm.completion, url))


def right(url):
    asyncio.run(with_timeout(litellm.acompletion, url))

"""A good answer has no `content` at its top, where a validator that expects a flat answer looks for it."""

import litellm

ASKED = [{"role": "user", "content": "What is the primary function of a CPU in a computer?"}]


def answered(url):
    return litellm.completion(model="openai/max/text-general", messages=ASKED, api_base=f"{url}/v1", api_key="local")


def validate(response):
    assert response.get("content"), "the content is empty"
    for name in ("content", "model", "usage"):
        assert name in response, f"{name} is missing"
    assert "cpu" in response["content"].lower()


def wrong(url):
    validate(answered(url))


def right(url):
    response = answered(url)
    validate({**response.model_dump(), "content": response.choices[0].message.content})

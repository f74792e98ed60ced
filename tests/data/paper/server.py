"""A small chat server on port 8080: answers by what is asked, JSON in a Markdown fence as chat models do."""

import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

FENCED = '```json\n{"name": "Ada", "age": 36, "city": "London"}\n```'
ANSWERS = (
    ("CPU", "A CPU carries out the instructions of a program, one instruction after the other."),
    ("recursion", "Recursion is when a function calls itself on a smaller part of the problem."),
    ("JSON", FENCED),
)


class Chat(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            self.send_error(404)
            return
        time.sleep(float(os.environ.get("TASKGEN_DELAY", "0")))
        question = asked["messages"][-1]["content"]
        content = next(answer for word, answer in ANSWERS if word in question)
        usage = {"prompt_tokens": 7, "completion_tokens": 11, "total_tokens": 18}
        reply = {"model": asked["model"], "choices": [{"message": {"content": content}}], "usage": usage}
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


HTTPServer(("127.0.0.1", 8080), Chat).serve_forever()

import json
from http.server import BaseHTTPRequestHandler, HTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path != "/v1/chat/completions":
            self.send_error(404)
            return
        content = "It executes instructions."
        if body["model"] == "max/json-expert":
            content = '```json\n{"name": "Ada"}\n```'
        answer = {"model": body["model"], "usage": {}, "choices": [{"message": {"content": content}}]}
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *words):
        pass


HTTPServer(("127.0.0.1", 8080), Handler).serve_forever()

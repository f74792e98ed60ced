import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(float(os.environ.get("TASKGEN_DELAY", "0")))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_arguments):
        pass


HTTPServer(("127.0.0.1", 8080), Hello).serve_forever()

import json
import sys

from app.router import complete

model, kind = sys.argv[1:]
answer = complete({"model": model, "question": "?"})
if kind == "json":
    try:
        answer["json"] = json.loads(answer["content"])
    except ValueError:
        sys.exit(f"content is not JSON: {answer['content']!r}")
print(json.dumps(answer))

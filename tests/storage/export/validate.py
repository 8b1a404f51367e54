"""validate.py SCHEMA JSONL: every line must satisfy the JSON Schema. Exit 0 yes, 1 no, 77 the library is not there."""
import json
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit(77)

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
bad = 0
for number, line in enumerate(open(sys.argv[2], encoding="utf-8", newline="\n"), 1):
    for error in validator.iter_errors(json.loads(line)):
        print(f"line {number}: {error.json_path}: {error.message}", file=sys.stderr)
        bad += 1
sys.exit(1 if bad else 0)

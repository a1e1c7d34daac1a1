#!/usr/bin/env python3
"""Compares what a server has with the ledger: count.py APPEAL LEDGER_ROWS MAILS LETTERS [COPY…]

MAILS is a folder in which each mail lies beneath a folder of its envelope recipient's name, or a dump of smtp-sink's,
which names them in its first lines. A COPY was refused, and letters go without it. Prints a row of figures; which letters
are wrong goes to standard error, and the exit status is 1 then.
"""

import collections
import email.parser
import email.utils
import json
import pathlib
import sys
import tomllib

appeal, rows, mails, letters, *refused = sys.argv[1:]
appeal = tomllib.loads(pathlib.Path(appeal).read_text())
to_all = appeal["copies"]["email"]
addressed = {recipient["id"]: recipient["email"] for recipient in appeal["recipients"]}
envelopes = {
    recipient["id"]: {*recipient["email"], *recipient.get("copies", {}).get("email", []), *to_all} - {*refused}
    for recipient in appeal["recipients"]
}
recipients = {address: id for id, addresses in addressed.items() for address in addresses}


def addresses(header):
    return [address.lower() for _, address in email.utils.getaddresses([header])]


# How often each envelope recipient has each letter, and the letter's Message-IDs.
there = collections.defaultdict(collections.Counter)
ids = collections.defaultdict(set)
for path in pathlib.Path(mails).rglob("*"):
    # What a server had begun to take when it ended is an empty file.
    if not path.is_file() or not path.stat().st_size:
        continue
    with path.open(encoding="utf-8", errors="replace") as file:
        mail = email.parser.HeaderParser().parse(file)
    arguments = mail.get_all("X-Rcpt-Args")
    if arguments:
        got = [argument.split(">")[0].lstrip("<").lower() for argument in arguments]
    else:
        got = [path.relative_to(mails).parts[0].lower()]
    [signer] = addresses(mail["Reply-To"] or mail["From"])
    recipient = recipients[addresses(mail["To"])[0]]
    there[signer, recipient].update(got)
    ids[signer, recipient].add(mail["Message-ID"])

states = {}
for row in pathlib.Path(rows).read_text().splitlines():
    row = json.loads(row)
    states[row["signer"], row["recipient"]] = row["state"]
number = collections.Counter(states.values())

wrong = []
lost = twice = without_copies = unasked = 0
for letter in states.keys() | there.keys():
    state, got, envelope = states.get(letter), there[letter], envelopes[letter[1]]
    faults = []
    if state == "accepted" and not got:
        lost += 1
        faults.append("lost")
    if len(ids[letter]) > 1 or any(times > 1 for times in got.values()):
        twice += 1
        faults.append("twice")
    # One in doubt may have gone to some of its recipients, copies first: an addressee never has it alone.
    has_addressee = any(address in got for address in addressed[letter[1]])
    if got and (state == "accepted" or has_addressee) and set(got) != envelope or set(got) - envelope:
        without_copies += 1
        faults.append("without copies")
    if got and state not in ("accepted", "uncertain"):
        unasked += 1
        faults.append("not ours to go")
    if faults:
        wrong.append(f"{letter} {state}: {', '.join(faults)}: {dict(got)} {ids[letter]}")
if len(set().union(*ids.values())) != sum(map(len, ids.values())):
    wrong.append("letters share a Message-ID")

sent = ["accepted", "deferred", "rejected", "uncertain"]
owed = int(letters) - sum(number[state] for state in sent)
present = sum(bool(got) for got in there.values())
print(letters, *(number[state] for state in sent), owed, present, lost, twice, without_copies, unasked, sep="\t")
for line in wrong[:10]:
    print(line, file=sys.stderr)
sys.exit(1 if wrong else 0)

"""A part of what `hinomi incident receive` does, in Python; nothing is stored.

usage: peers.py email MAILDIR | intelmq REPORT.csv
"""

import base64
import email
import email.policy
import logging
import os
import sys


def read_mails(folder):
    """Every mail parsed, every text decoded."""
    read = 0
    for name in sorted(os.listdir(os.path.join(folder, "cur"))):
        with open(os.path.join(folder, "cur", name), "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        str(message["Subject"])
        for part in message.walk():
            if part.get_content_maintype() == "text":
                try:
                    part.get_content()
                except (LookupError, UnicodeError):
                    pass
        read += 1
    return read


def parse_report(path):
    """The report through IntelMQ's parser for Shadowserver, without queues."""
    logging.disable(logging.CRITICAL)
    from intelmq.bots.parsers.shadowserver.parser import ShadowserverParserBot
    from intelmq.lib.bot import BotLibSettings

    bot = ShadowserverParserBot("bench", settings=BotLibSettings | {"test_mode": True})
    with open(path, "rb") as file:
        raw = base64.b64encode(file.read()).decode()
    report = {
        "__type": "Report",
        "feed.name": "Test-Accessible-Telnet",
        "raw": raw,
        "time.observation": "2015-01-01T00:00:00+00:00",
        # In its test mode it knows the columns under this name.
        "extra.file_name": "2019-01-01-test_telnet-test-geo.csv",
    }
    return len(bot.process_message(report)["output"])


if __name__ == "__main__":
    done = {"email": read_mails, "intelmq": parse_report}[sys.argv[1]](sys.argv[2])
    print(done)
    sys.exit(done == 0)

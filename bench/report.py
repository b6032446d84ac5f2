"""The measurements as Markdown."""

import os
import platform
from statistics import median

AIMS = {  # against Postfix, against smtp-sink
    "1 KB, many a connection": (10, 0.6),
    "1 KB, one a connection": (5, 0.6),
    "100 KB": (2.5, 1.2),
    "1 MB": (2.5, 1.2),
}
OURS = "mailhelm"


def ratio(samples, peer, aim=None):
    """Ours against a peer's, round by round, and the median of that."""
    value = median(a.rate / b.rate for a, b in zip(samples[OURS], samples[peer]))
    return f"{value:.2f}" + (f" (aim {aim})" if aim else "")


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def text(results, idle, postfix_settings):
    names = list(next(iter(results.values())))
    rates = [
        [load] + [f"{median(s.rate for s in samples[name]):,.0f}" for name in names]
        for load, samples in results.items()
    ]
    ratios = [
        [load, ratio(s, "Postfix", AIMS[load][0]), ratio(s, "smtp-sink", AIMS[load][1]), ratio(s, "SubEtha")]
        for load, s in results.items()
    ]
    cpu = [
        [load] + [f"{median(s.cpu for s in samples[name]):.3f}" for name in names]
        for load, samples in results.items()
    ]
    figures = [
        ["first banner on a new data folder", f"{idle.first_start:.2f} s", ""],
        ["first banner on one in use", f"{idle.start:.2f} s", "1 s"],
        ["resident, idle", f"{idle.rss:.0f} MiB", "150 MB"],
        ["resident, 5,000 idle connections", f"{idle.rss_connected:.0f} MiB", "400 MB"],
    ]
    return "\n\n".join(
        [
            f"{os.cpu_count()} cores shared with the load, {platform.system()} {platform.release()}.",
            "Messages a second (median of the rounds):\n\n" + table(["", *names], rates),
            "Mailhelm's rate against each (median of the rounds' ratios):\n\n"
            + table(["", "Postfix", "smtp-sink", "SubEtha"], ratios),
            "The server's CPU seconds for 1,000 messages:\n\n" + table(["", *names], cpu),
            "At rest:\n\n" + table(["Mailhelm", "", "aim"], figures),
            "Postfix (`postconf -n`):\n\n```\n" + postfix_settings.rstrip() + "\n```",
        ]
    )

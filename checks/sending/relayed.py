"""A route of the policy: mail for some recipients goes to a smarthost that wants a login."""

from internet import expect


def check(world):
    world.ours.swaks("someone@relayed.test", "by-relay")
    message = world.postfix.mailboxes["someone"].wait("by-relay")
    last, relay, *_ = (" ".join(trace.split()) for trace in message.get_all("Received"))
    expect("from mail.third.test" in last, "Postfix should have it from the smarthost", last)
    expect("by mail.third.test" in relay and "with ESMTPSA" in relay, "the smarthost should have taken it over TLS with a login (RFC 3848)", relay)
    print("sending: the route's smarthost took it with a login over TLS and passed it on")

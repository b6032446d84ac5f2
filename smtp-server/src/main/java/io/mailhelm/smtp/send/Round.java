package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.Answer;
import io.mailhelm.smtp.send.Refusal.Kind;
import io.mailhelm.smtp.store.Attempt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One attempt: server after server, until one has taken or refused the message. */
final class Round {
  private static final int MAX_HOSTS = 5;
  private static final int MAX_ADDRESSES = 10;
  private static final int SUBMISSIONS = 465; // RFC 8314 §3.3

  /** RFC 5321 §4.5.3.1.8: every server takes that many recipients at once. */
  private static final int MAX_RECIPIENTS = 100;

  private final Surroundings with;
  private final Hop hop;
  private final TlsLevel level;
  private final Parcel parcel;
  private final Abort abort;
  private final Tally tally;
  private final long end;
  private int addresses;
  private Optional<Session> session = Optional.empty();
  private boolean dsnPassedOn;

  /** The message as 7-bit servers get it, once one has asked; it may not be ours to encode. */
  private Optional<Payload> sevenBit = Optional.empty();

  Round(Surroundings with, Hop hop, TlsLevel level, Parcel parcel, Abort abort) {
    this.with = with;
    this.hop = hop;
    this.level = level;
    this.parcel = parcel;
    this.abort = abort;
    this.tally = new Tally(with.clock(), parcel.recipients().size());
    this.end = System.nanoTime() + with.timeouts().attempt(parcel.content().size()).toNanos();
  }

  /**
   * Makes it.
   *
   * @param kept a session from before, which is tried first
   */
  List<Attempt> run(Optional<Session> kept) {
    session = kept;
    try {
      var message = Payload.of(parcel.content());
      if (kept.isPresent()) {
        reuse(kept.get(), message);
      }
      if (!isOver()) {
        go(message);
      }
    } catch (IOException e) {
      tally.refused(
          Verdict.deferred(
              Codes.LOCAL_FAULT, "the message cannot be read here: " + e.getMessage()));
    } catch (RuntimeException e) { // ours, and no reason to lose sight of the message
      session.ifPresent(Session::broke);
      tally.refused(Verdict.deferred(Codes.LOCAL_FAULT, "a fault of this server: " + e));
    }
    return tally.attempts();
  }

  /** The session that is open afterwards. */
  Optional<Session> session() {
    return session.filter(open -> !open.isBroken());
  }

  /** Whether the server that was spoken to last takes DSN parameters. */
  boolean isDsnPassedOn() {
    return dsnPassedOn;
  }

  private boolean isOver() {
    return tally.isSettled() || abort.isDone() || System.nanoTime() - end >= 0;
  }

  /** A connection that was lost while it was idle is nobody's fault: a new one is made. */
  private void reuse(Session open, Payload message) {
    open.link().renew(end);
    try {
      hand(open, message);
    } catch (Refusal e) {
      open.broke();
      if (e.kind() != Kind.LOST && e.kind() != Kind.CHUNKS) {
        tally.refused(e.verdict(), open.target(), open.protection().text());
      }
    }
  }

  private void go(Payload message) {
    switch (hop) {
      case Hop.Exchange(String destination) when destination.startsWith("[") ->
          literal(destination, message);
      case Hop.Exchange(String destination) -> exchange(destination, message);
      case Hop.Smarthost(var relay) -> {
        try {
          smarthost(message, Relays.of(relay, with.credentials()));
        } catch (Refusal e) {
          tally.refused(e.verdict());
        }
      }
    }
    if (abort.isDone()) {
      tally.stopped("this server is stopping");
    } else if (System.nanoTime() - end >= 0) {
      tally.stopped("there was no time to try every server");
    }
  }

  private void literal(String destination, Payload message) {
    try {
      var address = Relays.literal(destination);
      var objection = with.dialRules().objection(address);
      if (objection.isPresent()) {
        tally.refused(Verdict.failed(Codes.NO_ROUTE, DialRules.advice(objection.get())));
        return;
      }
      host(destination, address.getHostAddress(), List.of(address), message);
    } catch (IllegalArgumentException e) {
      tally.refused(
          Verdict.failed(Codes.NO_SUCH_DOMAIN, destination + " is no address of a mail server"));
    }
  }

  private void exchange(String destination, Payload message) {
    var exchanges = new Exchanges(with.resolver(), with.name().get().toLowerCase(Locale.ROOT));
    switch (exchanges.of(destination)) {
      case Exchanges.Found.None(var verdict) -> tally.refused(verdict);
      case Exchanges.Found.Hosts(var names) -> {
        for (var name : names.subList(0, Math.min(names.size(), MAX_HOSTS))) {
          if (isOver()) {
            return;
          }
          addresses(exchanges, name, false)
              .ifPresent(found -> host(destination, name, found, message));
        }
      }
    }
  }

  private Optional<List<InetAddress>> addresses(Exchanges exchanges, String host, boolean isRelay) {
    return switch (exchanges.addresses(host)) {
      case Answer.Found<InetAddress>(var name, var values, var validated) when !values.isEmpty() ->
          permitted(host, values, isRelay);
      case Answer.Unavailable<InetAddress>(var reason) -> {
        tally.refused(
            Verdict.deferred(
                Codes.DIRECTORY,
                isRelay
                    ? "the relay %s of the policy's route cannot be looked up: %s"
                        .formatted(host, reason)
                    : "its server cannot be looked up: " + reason),
            host);
        yield Optional.empty();
      }
      default -> {
        tally.refused(
            isRelay
                ? Verdict.deferred(
                    Codes.NO_ROUTE_YET,
                    "the relay %s of the policy's route has no address in the DNS: correct its name in the policy, or its records"
                        .formatted(host))
                : Verdict.failed(
                    Codes.NO_ROUTE,
                    "its server %s has no address that can be used".formatted(host)),
            host);
        yield Optional.empty();
      }
    };
  }

  /**
   * Those that may be connected to. Where there are none, who runs this server may still declare
   * them: the mail waits for that. What no declaration opens is given up, but for a relay's, which
   * is of our own naming.
   */
  private Optional<List<InetAddress>> permitted(
      String host, List<InetAddress> found, boolean isRelay) {
    var rules = with.dialRules();
    var permitted = found.stream().filter(it -> rules.objection(it).isEmpty()).toList();
    if (!permitted.isEmpty()) {
      return Optional.of(permitted);
    }
    var objections = found.stream().flatMap(it -> rules.objection(it).stream()).toList();
    var told =
        objections.stream()
            .filter(AddressRules.Objection::isDeclarable)
            .findFirst()
            .orElse(objections.getFirst());
    var text = "its server %s is not connected to: %s".formatted(host, DialRules.advice(told));
    tally.refused(
        isRelay || told.isDeclarable()
            ? Verdict.deferred(Codes.NO_ROUTE_YET, text)
            : Verdict.failed(Codes.NO_ROUTE, text),
        host);
    return Optional.empty();
  }

  private void host(String domain, String host, List<InetAddress> found, Payload message) {
    try {
      var asked = with.policies().of(domain, host, level, parcel.requirements());
      for (var address : found) {
        visit(
            new Target(
                domain,
                host,
                address,
                with.mxPort(),
                false,
                Optional.empty(),
                asked.demand(),
                asked.policy()),
            message);
      }
    } catch (Refusal e) {
      tally.refused(e.verdict(), host);
    }
  }

  private void smarthost(Payload message, Relays.Way way) {
    var exchanges = new Exchanges(with.resolver(), "");
    var relay = way.relay();
    var demand = TlsPolicies.ours(relay.host(), relay.tls(), parcel.requirements());
    var found =
        way.address().isPresent()
            ? permitted(relay.host(), List.of(way.address().get()), true)
            : addresses(exchanges, relay.host(), true);
    for (var address : found.orElse(List.of())) {
      visit(
          new Target(
              "",
              relay.host(),
              address,
              relay.port(),
              isTlsFirst(relay.port()),
              way.login(),
              demand,
              TlsOutcomes.Policy.NO_POLICY_FOUND),
          message);
    }
  }

  /** On that port alone TLS comes before SMTP. */
  static boolean isTlsFirst(int port) {
    return port == SUBMISSIONS;
  }

  private void visit(Target target, Payload message) {
    if (isOver() || addresses++ >= MAX_ADDRESSES) {
      return;
    }
    try {
      hand(connect(target, Optional.empty()), message);
    } catch (Refusal e) {
      if (e.kind() == Kind.CHUNKS) {
        visitAgain(target, message);
        return;
      }
      session.ifPresent(e.kind() == Kind.LOST ? Session::broke : Session::quit);
      tally.refused(e.verdict(), target, tlsText(e));
      if (e.kind() == Kind.TLS && !target.demand().isTlsRequired() && !target.implicitTls()) {
        visitInClear(target, message, e.verdict().text());
      }
    }
  }

  /** The same address, by DATA, now that it is known not to take chunks. */
  private void visitAgain(Target target, Payload message) {
    addresses--;
    visit(target, message);
  }

  /** RFC 7435: a server whose TLS is out of order still gets its mail, as it did without TLS. */
  private void visitInClear(Target target, Payload message, String why) {
    try {
      hand(connect(target, Optional.of(why)), message);
    } catch (Refusal e) {
      if (e.kind() == Kind.CHUNKS) {
        visitAgain(target, message);
        return;
      }
      session.ifPresent(Session::broke);
      tally.refused(e.verdict(), target, "none: " + why);
    }
  }

  private String tlsText(Refusal refusal) {
    return refusal.kind() == Kind.TLS
        ? "none: " + refusal.getMessage()
        : session.map(open -> open.protection().text()).orElse("none");
  }

  private Session connect(Target target, Optional<String> withoutTls) throws Refusal {
    session = Optional.empty();
    var timeouts = with.timeouts().towards(with.known().contains(target.address()));
    var link =
        Link.open(
            new InetSocketAddress(target.address(), target.port()),
            timeouts.connect(),
            with.deadlines(),
            end,
            abort::closes,
            dial(target, timeouts));
    boolean done = false;
    try {
      var open = new Greeting(with, timeouts, target, link, withoutTls).exchange();
      session = Optional.of(open);
      done = true;
      return open;
    } finally {
      with.known().greeted(target.address(), done);
      if (!done) {
        link.close();
      }
    }
  }

  private Dial dial(Target target, Timeouts timeouts) {
    return target.port() == with.mxPort()
        ? with.port25()
            .dial(
                target.domain().isEmpty() ? target.host() : target.domain(),
                target.address(),
                timeouts.connect())
        : Dial.UNWATCHED;
  }

  /** As a server can take it: 8-bit octets are encoded where it takes none (RFC 6152 §3). */
  private Payload fitting(Session open, Payload message) throws Refusal {
    if (!message.eightBit() || open.offers().eightBit()) {
      return message;
    }
    try {
      if (sevenBit.isEmpty()) {
        var encoded = message.content().sevenBit();
        sevenBit = Optional.of(encoded.isPresent() ? Payload.of(encoded.get()) : message);
      }
      return sevenBit.get();
    } catch (IOException e) {
      throw new Refusal(
          Kind.SAID,
          Verdict.deferred(
              Codes.LOCAL_FAULT, "the message cannot be encoded here: " + e.getMessage()));
    }
  }

  private void hand(Session open, Payload whole) throws Refusal {
    dsnPassedOn = open.offers().dsn();
    var message = fitting(open, whole);
    var fitness = new Fitness(parcel, message);
    fitness.check(open, tally.verdicts());
    tally.settledAt(open.target(), open.protection().text());
    boolean utf8 = fitness.needsUtf8() && open.offers().utf8();
    int most = (int) Math.min(MAX_RECIPIENTS, open.offers().maxRecipients());
    try {
      for (var some = tally.open(most); !some.isEmpty(); some = tally.open(most)) {
        if (open.isBroken()) {
          return; // what is left is for the next server
        }
        new Transaction(open, parcel, message, tally.verdicts(), utf8).send(some);
      }
    } finally {
      tally.settledAt(open.target(), open.protection().text());
      open.used();
    }
  }
}

package io.mailhelm.smtp.send;

import io.mailhelm.config.TlsLevel;
import io.mailhelm.dns.AddressRules;
import io.mailhelm.dns.DnsAnswer;
import io.mailhelm.smtp.deliver.Hop;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import io.mailhelm.smtp.store.Attempt;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Makes one attempt to deliver: it tries server after server, until one has taken or refused the
 * message.
 */
final class DeliveryAttempt {
  private static final int MAX_HOSTS = 5;
  private static final int MAX_ADDRESSES = 10;
  private static final int SUBMISSIONS = 465; // RFC 8314 §3.3

  /** RFC 5321 §4.5.3.1.8: every server takes that many recipients at once. */
  private static final int MAX_RECIPIENTS = 100;

  private final ClientContext with;
  private final Hop hop;
  private final TlsLevel level;
  private final OutboundMessage parcel;
  private final Abort abort;
  private final RecipientResults tally;
  private final long end;
  private int addresses;
  private Optional<ClientSession> session = Optional.empty();
  private boolean dsnPassedOn;

  /** The message as 7-bit servers get it, once one has asked; it may not be ours to encode. */
  private Optional<MessagePayload> sevenBit = Optional.empty();

  DeliveryAttempt(
      ClientContext with, Hop hop, TlsLevel level, OutboundMessage parcel, Abort abort) {
    this.with = with;
    this.hop = hop;
    this.level = level;
    this.parcel = parcel;
    this.abort = abort;
    this.tally = new RecipientResults(with.clock(), parcel.recipients().size());
    this.end = System.nanoTime() + with.timeouts().attempt(parcel.content().size()).toNanos();
  }

  /**
   * Makes it.
   *
   * @param kept a session from before, which is tried first
   */
  List<Attempt> run(Optional<ClientSession> kept) {
    session = kept;
    try {
      var message = MessagePayload.of(parcel.content());
      if (kept.isPresent()) {
        reuse(kept.get(), message);
      }
      if (!isOver()) {
        go(message);
      }
    } catch (IOException e) {
      tally.refused(
          RecipientResult.deferred(
              LocalStatusCodes.LOCAL_FAULT, "the message cannot be read here: " + e.getMessage()));
    } catch (RuntimeException e) { // ours, and no reason to lose sight of the message
      session.ifPresent(ClientSession::broke);
      tally.refused(
          RecipientResult.deferred(LocalStatusCodes.LOCAL_FAULT, "a fault of this server: " + e));
    }
    return tally.attempts();
  }

  /** The session that is open afterwards. */
  Optional<ClientSession> session() {
    return session.filter(open -> !open.isBroken());
  }

  /** Whether the server that was spoken to last takes DSN parameters. */
  boolean isDsnPassedOn() {
    return dsnPassedOn;
  }

  private boolean isOver() {
    return tally.isSettled() || abort.isDone() || System.nanoTime() - end >= 0;
  }

  /**
   * A connection that was lost while it was idle is no failure of the attempt: a new one is made.
   */
  private void reuse(ClientSession open, MessagePayload message) {
    open.link().renew(end);
    try {
      hand(open, message);
    } catch (ServerRefusal e) {
      open.broke();
      if (e.kind() != Kind.LOST && e.kind() != Kind.CHUNKS) {
        tally.refused(e.verdict(), open.target(), open.protection().text());
      }
    }
  }

  private void go(MessagePayload message) {
    switch (hop) {
      case Hop.Exchange(String destination) when destination.startsWith("[") ->
          literal(destination, message);
      case Hop.Exchange(String destination) -> exchange(destination, message);
      case Hop.Smarthost(var relay) -> {
        try {
          smarthost(message, NamedRelays.of(relay, with.credentials()));
        } catch (ServerRefusal e) {
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

  private void literal(String destination, MessagePayload message) {
    try {
      var address = NamedRelays.literal(destination);
      var objection = with.dialRules().objection(address);
      if (objection.isPresent()) {
        tally.refused(
            RecipientResult.failed(
                LocalStatusCodes.NO_ROUTE, ConnectRules.advice(objection.get())));
        return;
      }
      host(destination, address.getHostAddress(), List.of(address), message);
    } catch (IllegalArgumentException e) {
      tally.refused(
          RecipientResult.failed(
              LocalStatusCodes.NO_SUCH_DOMAIN, destination + " is no address of a mail server"));
    }
  }

  private void exchange(String destination, MessagePayload message) {
    var exchanges = new MxHosts(with.resolver(), with.name().get().toLowerCase(Locale.ROOT));
    switch (exchanges.of(destination)) {
      case MxHosts.Found.None(var verdict) -> tally.refused(verdict);
      case MxHosts.Found.Hosts(var names) -> {
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

  private Optional<List<InetAddress>> addresses(MxHosts exchanges, String host, boolean isRelay) {
    return switch (exchanges.addresses(host)) {
      case DnsAnswer.Found<InetAddress>(var name, var values, var validated)
          when !values.isEmpty() ->
          permitted(host, values, isRelay);
      case DnsAnswer.Unavailable<InetAddress>(var reason, var _) -> {
        tally.refused(
            RecipientResult.deferred(
                LocalStatusCodes.DIRECTORY,
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
                ? RecipientResult.deferred(
                    LocalStatusCodes.NO_ROUTE_YET,
                    "the relay %s of the policy's route has no address in the DNS: correct its name in the policy, or its records"
                        .formatted(host))
                : RecipientResult.failed(
                    LocalStatusCodes.NO_ROUTE,
                    "its server %s has no address that can be used".formatted(host)),
            host);
        yield Optional.empty();
      }
    };
  }

  /**
   * The addresses that may be connected to. Where there are none, but the administrator can still
   * declare them, the mail waits for that. Addresses that no declaration can open are given up, but
   * for a configured relay's.
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
    var text = "its server %s is not connected to: %s".formatted(host, ConnectRules.advice(told));
    tally.refused(
        isRelay || told.isDeclarable()
            ? RecipientResult.deferred(LocalStatusCodes.NO_ROUTE_YET, text)
            : RecipientResult.failed(LocalStatusCodes.NO_ROUTE, text),
        host);
    return Optional.empty();
  }

  private void host(String domain, String host, List<InetAddress> found, MessagePayload message) {
    try {
      var asked = with.policies().of(domain, host, level, parcel.requirements());
      for (var address : found) {
        visit(
            new ServerAddress(
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
    } catch (ServerRefusal e) {
      tally.refused(e.verdict(), host);
    }
  }

  private void smarthost(MessagePayload message, NamedRelays.Way way) {
    var exchanges = new MxHosts(with.resolver(), "");
    var relay = way.relay();
    var demand = TlsPolicies.ours(relay.host(), relay.tls(), parcel.requirements());
    var found =
        way.address().isPresent()
            ? permitted(relay.host(), List.of(way.address().get()), true)
            : addresses(exchanges, relay.host(), true);
    for (var address : found.orElse(List.of())) {
      visit(
          new ServerAddress(
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

  private void visit(ServerAddress target, MessagePayload message) {
    if (isOver() || addresses++ >= MAX_ADDRESSES) {
      return;
    }
    try {
      hand(connect(target, Optional.empty()), message);
    } catch (ServerRefusal e) {
      if (e.kind() == Kind.CHUNKS) {
        visitAgain(target, message);
        return;
      }
      session.ifPresent(e.kind() == Kind.LOST ? ClientSession::broke : ClientSession::quit);
      tally.refused(e.verdict(), target, tlsText(e));
      if (e.kind() == Kind.TLS && !target.demand().isTlsRequired() && !target.implicitTls()) {
        visitInClear(target, message, e.verdict().text());
      }
    }
  }

  /** The same address, by DATA, now that it is known not to take chunks. */
  private void visitAgain(ServerAddress target, MessagePayload message) {
    addresses--;
    visit(target, message);
  }

  /** RFC 7435: a server whose TLS is out of order still gets its mail, as it did without TLS. */
  private void visitInClear(ServerAddress target, MessagePayload message, String why) {
    try {
      hand(connect(target, Optional.of(why)), message);
    } catch (ServerRefusal e) {
      if (e.kind() == Kind.CHUNKS) {
        visitAgain(target, message);
        return;
      }
      session.ifPresent(ClientSession::broke);
      tally.refused(e.verdict(), target, "none: " + why);
    }
  }

  private String tlsText(ServerRefusal refusal) {
    return refusal.kind() == Kind.TLS
        ? "none: " + refusal.getMessage()
        : session.map(open -> open.protection().text()).orElse("none");
  }

  private ClientSession connect(ServerAddress target, Optional<String> withoutTls)
      throws ServerRefusal {
    session = Optional.empty();
    var timeouts = with.timeouts().towards(with.known().contains(target.address()));
    var link =
        ClientConnection.open(
            new InetSocketAddress(target.address(), target.port()),
            timeouts.connect(),
            with.deadlines(),
            end,
            abort::closes,
            dial(target, timeouts));
    boolean done = false;
    try {
      var open = new SessionSetup(with, timeouts, target, link, withoutTls).exchange();
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

  private ConnectObserver dial(ServerAddress target, Timeouts timeouts) {
    return target.port() == with.mxPort()
        ? with.port25()
            .dial(
                target.domain().isEmpty() ? target.host() : target.domain(),
                target.address(),
                timeouts.connect())
        : ConnectObserver.UNWATCHED;
  }

  /** As a server can take it: 8-bit octets are encoded where it takes none (RFC 6152 §3). */
  private MessagePayload fitting(ClientSession open, MessagePayload message) throws ServerRefusal {
    if (!message.eightBit() || open.offers().eightBit()) {
      return message;
    }
    try {
      if (sevenBit.isEmpty()) {
        var encoded = message.content().sevenBit();
        sevenBit = Optional.of(encoded.isPresent() ? MessagePayload.of(encoded.get()) : message);
      }
      return sevenBit.get();
    } catch (IOException e) {
      throw new ServerRefusal(
          Kind.SAID,
          RecipientResult.deferred(
              LocalStatusCodes.LOCAL_FAULT,
              "the message cannot be encoded here: " + e.getMessage()));
    }
  }

  private void hand(ClientSession open, MessagePayload whole) throws ServerRefusal {
    dsnPassedOn = open.offers().dsn();
    var message = fitting(open, whole);
    var fitness = new CapabilityCheck(parcel, message);
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

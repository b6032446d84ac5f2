package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import io.mailhelm.smtp.auth.SaslMechanism;
import io.mailhelm.smtp.deliver.MessageOrigin;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.CommandLine;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.protocol.Verb;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * The SMTP session of one client: its state, and which class handles the next command. It is a
 * state machine from commands to replies and reads no socket. One thread's, but for {@link
 * #inFlight()}.
 */
final class Session {
  /**
   * The end of a request line (RFC 9112 §3). A web page can make its visitor's browser send us a
   * request whose body is a dialogue, from where the visitor is.
   */
  private static final Pattern HTTP = Pattern.compile(" HTTP/[0-9.]+$");

  private static final Incoming NOTHING = new NoIncoming();
  private final SessionContext reception;
  private final Acceptance acceptance;
  private final Recipients recipients;
  private final Peer peer;
  private final Instant began;
  private final InFlight inFlight = new InFlight();

  /** The config of the answer that is made; between two, an old one must not be kept by us. */
  private Optional<ConfigSnapshot> config = Optional.empty();

  private WeakReference<ConfigSnapshot> seen;
  private ConnectionSecurity security = ConnectionSecurity.NONE;
  private String helo = "";
  private boolean extended;
  private Optional<User> user = Optional.empty();
  private final MemoryHolder stranger;
  private MemoryHolder holder;
  private Optional<SaslMechanism> exchange = Optional.empty();
  private String mechanismName = "";
  private Optional<Envelope> envelope = Optional.empty();
  private boolean senderLoggedIn;
  private Optional<IncomingBody> body = Optional.empty();
  private long bodies;
  private Incoming reading = NOTHING;
  private final BooleanSupplier tlsRoom;
  private int errors;
  private int rejections;

  /**
   * @param tlsRoom draws the memory that TLS takes; false when there is none
   */
  Session(SessionContext reception, Acceptance acceptance, Peer peer, BooleanSupplier tlsRoom) {
    this.tlsRoom = tlsRoom;
    this.reception = reception;
    this.acceptance = acceptance;
    this.recipients = new Recipients(reception);
    this.peer = peer;
    this.stranger = MemoryHolder.of(peer.address());
    this.holder = stranger;
    this.seen = new WeakReference<>(reception.live().current());
    this.began = reception.clock().instant();
  }

  /** Whether there is memory for TLS; it is drawn. */
  boolean mayTakeTls() {
    return tlsRoom.getAsBoolean();
  }

  /** The 220 of RFC 5321 §3.1. */
  Reply banner() {
    return Reply.plain(220, hostname() + " ESMTP Mailhelm");
  }

  /**
   * Answers a command; a change of config takes effect here. RSET, DATA and QUIT have no parameters
   * (RFC 5321 §4.1.1), VRFY has one; NOOP and HELP may have any.
   */
  CommandOutcome command(CommandLine line) throws SyntaxException {
    refresh();
    if (isTlsMissing(line.verb())) {
      return CommandOutcome.of(Replies.TLS_FIRST);
    }
    var argument = line.argument();
    return switch (line.verb()) {
      case EHLO -> EhloHandler.run(this, argument, true);
      case HELO -> EhloHandler.run(this, argument, false);
      case MAIL -> MailHandler.run(this, argument);
      case RCPT -> RcptHandler.run(this, argument);
      case DATA -> DataHandler.run(this, argument);
      case BDAT -> BdatHandler.run(this, argument);
      case AUTH -> AuthHandler.run(this, argument);
      case STARTTLS -> StartTlsHandler.run(this, argument);
      case RSET -> argument.isEmpty() ? reset() : CommandOutcome.of(Replies.NO_ARGUMENT);
      case NOOP -> CommandOutcome.of(Replies.OK);
      case QUIT ->
          argument.isEmpty()
              ? CommandOutcome.close(Replies.BYE)
              : CommandOutcome.of(Replies.NO_ARGUMENT);
      case VRFY ->
          CommandOutcome.of(argument.isEmpty() ? Replies.NAME_NEEDED : Replies.CANNOT_VERIFY);
      case EXPN -> CommandOutcome.of(Replies.NO_EXPN);
      case HELP -> CommandOutcome.of(Replies.HELP);
      case OTHER ->
          HTTP.matcher(argument).find()
              ? CommandOutcome.close(Replies.NOT_HTTP)
              : CommandOutcome.of(Replies.UNKNOWN_COMMAND);
    };
  }

  /** RFC 3207 §4: what a listener that insists on TLS answers before it. */
  private boolean isTlsMissing(Verb verb) {
    return switch (verb) {
      case EHLO, HELO, STARTTLS, NOOP, QUIT, RSET, HELP, OTHER -> false;
      case BDAT -> false; // it says so itself, behind the chunk that comes all the same
      case MAIL, RCPT, DATA, VRFY, EXPN, AUTH -> isTlsMissing();
    };
  }

  boolean isTlsMissing() {
    return peer.listener().tls() == Listener.Tls.StartTls && !security.isTls();
  }

  private CommandOutcome reset() {
    endTransaction();
    return CommandOutcome.of(Replies.RESET);
  }

  /** Takes the config that runs now; a user stays logged in only while the login exists. */
  private ConfigSnapshot refresh() {
    var current = reception.live().current();
    config = Optional.of(current);
    if (!seen.refersTo(current)) {
      seen = new WeakReference<>(current);
      become(user.flatMap(current.directory()::still));
    }
    return current;
  }

  /** Nothing is answered until more comes, which may be long: the config may go meanwhile. */
  void rest() {
    config = Optional.empty();
  }

  /** TLS is on: everything said before it is forgotten (RFC 3207 §4.2). */
  void secured(ConnectionSecurity now) {
    endTransaction();
    security = now;
    helo = "";
    extended = false;
    become(Optional.empty());
    endExchange();
  }

  void greeted(String name, boolean isExtended) {
    endTransaction();
    helo = name;
    extended = isExtended;
  }

  void loggedIn(User who) {
    become(Optional.of(who));
  }

  private void become(Optional<User> who) {
    user = who;
    holder = who.map(MemoryHolder::of).orElse(stranger);
  }

  void exchange(Optional<SaslMechanism> mechanism, String name) {
    exchange = mechanism;
    mechanismName = name;
  }

  void endExchange() {
    exchange = Optional.empty();
  }

  /**
   * MAIL begins a transaction.
   *
   * @return false when the server is being drained and takes no more
   */
  boolean begin(Envelope begun) {
    if (!inFlight.begin()) {
      return false;
    }
    envelope = Optional.of(begun);
    senderLoggedIn = user.isPresent();
    return true;
  }

  /** Opens the place for a message; DATA or the first BDAT. */
  IncomingBody openBody() {
    var opened =
        new IncomingBody(
            reception.store().newBody(),
            limits().messageSize(),
            reception.inTransit().share(holder, IncomingBody.FREE),
            senderLoggedIn);
    body = Optional.of(opened);
    bodies++;
    return opened;
  }

  /** What follows the command are octets for {@code incoming}. */
  void read(Incoming incoming) {
    reading = incoming;
  }

  /** The message is here: the verdict, and the end of the transaction. */
  CommandOutcome decide(IncomingBody whole, boolean bareLineEnd) {
    refresh();
    var lost = lostSender();
    if (lost.isPresent()) {
      rejected(lost.get(), "SenderNotAllowed", "the account went while the message came");
      endTransaction();
      return CommandOutcome.of(lost.get());
    }
    var verdict =
        acceptance.decide(
            new Acceptance.Arrived(
                peer.session(),
                peer.listener().name(),
                config(),
                user,
                user.isPresent() || isTrusted(),
                hop(),
                envelope.orElseThrow(),
                whole,
                bareLineEnd,
                Optional.empty()));
    if (verdict instanceof Acceptance.Verdict.Refused(var refusal)) {
      rejected(refusal.reply(), refusal.reason(), refusal.detail());
    }
    endTransaction();
    return CommandOutcome.of(verdict.reply());
  }

  /**
   * What is answered when the user who began the transaction may not send any more: without one the
   * message would be accepted as a stranger's, its From field unchecked.
   */
  private Optional<Reply> lostSender() {
    if (!senderLoggedIn) {
      return Optional.empty();
    }
    if (user.isEmpty()) {
      return Optional.of(Replies.SENDER_GONE);
    }
    return isSuspended(user.get()) ? Optional.of(Replies.SENDING_SUSPENDED) : Optional.empty();
  }

  /** Whether the user, or the policy the user is under, may not send for now. */
  boolean isSuspended(User who) {
    return who.suspended() || config().directory().policy(who).suspended();
  }

  /** The transaction is over, in whatever way. */
  void endTransaction() {
    body.ifPresent(IncomingBody::close);
    body = Optional.empty();
    reading = NOTHING;
    envelope.ifPresent(Envelope::close);
    envelope = Optional.empty();
    inFlight.end();
  }

  /** Whether another 5xx may be answered, counting this one. */
  boolean countError() {
    return ++errors <= limits().errors();
  }

  void rejected(Reply reply, String reason, String detail) {
    rejections++;
    var words =
        rejections == Event.Rejected.LOGGED
            ? detail + " (the last of this session that is logged; the metrics count all)"
            : detail;
    reception
        .observer()
        .on(
            new Event.Rejected(
                peer.session(),
                peer.listener().name(),
                reply.code(),
                reason,
                words,
                rejections <= Event.Rejected.LOGGED));
  }

  boolean isLoginNeeded() {
    return switch (peer.listener().auth()) {
      case None -> false;
      case Required -> user.isEmpty();
      case LoopbackOptional -> user.isEmpty() && !peer.address().isLoopbackAddress();
    };
  }

  /** Where mail from here comes from, for the routing of its recipients. */
  MessageOrigin origin() {
    return new MessageOrigin(
        user, isTrusted(), envelope.flatMap(open -> open.from().mailbox()), peer.local());
  }

  /** Whether the peer may send to other domains without a login. */
  boolean isTrusted() {
    return peer.listener().auth() == Listener.Auth.LoopbackOptional
            && peer.address().isLoopbackAddress()
        || config().config().server().relayFrom().stream()
            .anyMatch(cidr -> cidr.contains(peer.address()));
  }

  TraceFields.Hop hop() {
    var utf8 = envelope.filter(Envelope::utf8).isPresent();
    var protocol = TraceFields.protocol(extended, utf8, security.isTls(), user.isPresent());
    return new TraceFields.Hop(helo, peer.address(), hostname(), protocol, security);
  }

  boolean isOverdue() {
    var age = Duration.between(began, reception.clock().instant());
    return age.compareTo(limits().sessionTimeout()) > 0;
  }

  SessionContext reception() {
    return reception;
  }

  /** The user or address for which the memory of what comes is drawn. */
  MemoryHolder holder() {
    return holder;
  }

  Recipients recipients() {
    return recipients;
  }

  Peer peer() {
    return peer;
  }

  InFlight inFlight() {
    return inFlight;
  }

  ConfigSnapshot config() {
    return config.orElseGet(this::refresh);
  }

  ServerLimits limits() {
    return config().config().server().limits();
  }

  String hostname() {
    return config().config().server().hostname().ascii();
  }

  ConnectionSecurity security() {
    return security;
  }

  boolean isGreeted() {
    return !helo.isEmpty();
  }

  Optional<User> user() {
    return user;
  }

  Optional<SaslMechanism> exchange() {
    return exchange;
  }

  Optional<Envelope> envelope() {
    return envelope;
  }

  String mechanismName() {
    return mechanismName;
  }

  Optional<IncomingBody> body() {
    return body;
  }

  /** The messages that were begun, this one counted. */
  long bodies() {
    return bodies;
  }

  Incoming reading() {
    return reading;
  }
}

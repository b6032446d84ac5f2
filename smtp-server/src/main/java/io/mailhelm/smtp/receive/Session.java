package io.mailhelm.smtp.receive;

import io.mailhelm.config.Listener;
import io.mailhelm.config.ScramVerifier;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerLimits;
import io.mailhelm.config.User;
import io.mailhelm.smtp.live.ConfigSnapshot;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.LoginOutcome;
import io.mailhelm.smtp.observe.RejectionReason;
import io.mailhelm.smtp.policy.MessageLimits;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The SMTP session of one client: who it is, what protects the connection, and the config that its
 * commands are answered by. It reads no socket. One thread's, but for {@link
 * MailTransaction#inFlight}.
 */
final class Session {
  private final SessionContext reception;
  private final MailTransaction transaction;
  private final Peer peer;
  private final Duration began;

  /** The config of the answer that is made; between two, an old one must not be kept by us. */
  private Optional<ConfigSnapshot> config = Optional.empty();

  private WeakReference<ConfigSnapshot> seen;
  private ConnectionSecurity security = ConnectionSecurity.NONE;
  private String helo = "";
  private boolean extended;
  private Optional<User> user = Optional.empty();
  private Optional<ScramVerifier> proved = Optional.empty();
  private final MemoryHolder stranger;
  private MemoryHolder holder;
  private Optional<AuthHandler> exchange = Optional.empty();
  private final BooleanSupplier tlsRoom;
  private int errors;
  private int rejections;

  /**
   * @param tlsRoom draws the memory that TLS takes; false when there is none
   */
  Session(SessionContext reception, Acceptance acceptance, Peer peer, BooleanSupplier tlsRoom) {
    this.tlsRoom = tlsRoom;
    this.reception = reception;
    this.transaction = new MailTransaction(this, reception, acceptance);
    this.peer = peer;
    this.stranger = MemoryHolder.of(peer.address());
    this.holder = stranger;
    this.seen = new WeakReference<>(reception.live().current());
    this.began = reception.elapsed().now();
  }

  /** Whether there is memory for TLS; it is drawn. */
  boolean mayTakeTls() {
    return tlsRoom.getAsBoolean();
  }

  /** The 220 of RFC 5321 §3.1. */
  Reply banner() {
    return Reply.plain(220, hostname() + " ESMTP Mailhelm");
  }

  /** Whether the listener insists on TLS and there is none (RFC 3207 §4). */
  boolean isTlsMissing() {
    return peer.listener().tls() == Listener.Tls.StartTls && !security.isTls();
  }

  /** Takes the config that runs now; a user stays logged in only while the login exists. */
  ConfigSnapshot refresh() {
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
    transaction.end();
    security = now;
    helo = "";
    extended = false;
    become(Optional.empty());
    endExchange();
  }

  void greeted(String name, boolean isExtended) {
    transaction.end();
    helo = name;
    extended = isExtended;
  }

  /**
   * @param by the verifier of the password
   */
  void loggedIn(User who, ScramVerifier by) {
    become(Optional.of(who));
    proved = Optional.of(by);
  }

  /**
   * What is answered to who would not be let in any more: the password was changed, or the network
   * shut out. The session ends with it, and its client finds out by a new login which it is.
   */
  Optional<Reply> lostLogin() {
    return user.flatMap(who -> reception.mechanisms().lost(peer.address(), who, proved.get()))
        .map(
            outcome ->
                outcome == LoginOutcome.NOT_ALLOWED_HERE
                    ? Replies.LOGIN_NOT_HERE
                    : Replies.PASSWORD_CHANGED);
  }

  private void become(Optional<User> who) {
    user = who;
    holder = who.map(MemoryHolder::of).orElse(stranger);
  }

  void beginExchange(AuthHandler begun) {
    exchange = Optional.of(begun);
  }

  void endExchange() {
    exchange = Optional.empty();
  }

  /** Whether the user, or the policy the user is under, may not send for now. */
  boolean isSuspended(User who) {
    return who.suspended() || config().directory().policy(who).suspended();
  }

  /** Whether another 5xx may be answered, counting this one. */
  boolean countError() {
    return ++errors <= limits().errors();
  }

  /** Answers that a recipient or a message is refused. */
  CommandOutcome refuse(Reply reply, RejectionReason reason, String detail) {
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
    return CommandOutcome.of(reply);
  }

  boolean isLoginNeeded() {
    return switch (peer.listener().auth()) {
      case None -> false;
      case Required -> user.isEmpty();
      case LoopbackOptional -> user.isEmpty() && !isOfLoopback();
    };
  }

  /** Whether the peer may send to other domains without a login. */
  boolean isTrusted() {
    return peer.listener().auth() == Listener.Auth.LoopbackOptional && isOfLoopback()
        || peer.isKnown()
            && config().config().server().relayFrom().stream()
                .anyMatch(cidr -> cidr.contains(peer.address()));
  }

  private boolean isOfLoopback() {
    return peer.isKnown() && peer.address().isLoopbackAddress();
  }

  /** How a message comes in; {@code utf8}: by SMTPUTF8. */
  TraceFields.Hop hop(boolean utf8) {
    var protocol = TraceFields.protocol(extended, utf8, security.isTls(), user.isPresent());
    return new TraceFields.Hop(helo, peer.address(), hostname(), protocol, security);
  }

  boolean isOverdue() {
    return reception.elapsed().isPast(began.plus(limits().sessionTimeout()));
  }

  SessionContext reception() {
    return reception;
  }

  /** The user or address for which the memory of what comes is drawn. */
  MemoryHolder holder() {
    return holder;
  }

  MailTransaction transaction() {
    return transaction;
  }

  Peer peer() {
    return peer;
  }

  ConfigSnapshot config() {
    return config.orElseGet(this::refresh);
  }

  ServerLimits limits() {
    return config().config().server().limits();
  }

  /** The most octets of a message, by the server and the user's policy. */
  long messageSize() {
    return MessageLimits.octets(limits(), policy());
  }

  /** The most recipients of a message, by the server and the user's policy. */
  int mostRecipients() {
    return MessageLimits.recipients(limits(), policy());
  }

  private Optional<SendPolicy> policy() {
    return user.map(config().directory()::policy);
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

  /** Empty while none is going on. */
  Optional<AuthHandler> exchange() {
    return exchange;
  }
}

package io.mailhelm.smtp;

import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.smtp.auth.LoginChecks;
import io.mailhelm.smtp.auth.Logins;
import io.mailhelm.smtp.auth.PasswordLogins;
import io.mailhelm.smtp.auth.SaslMechanisms;
import io.mailhelm.smtp.deliver.ReturnPaths;
import io.mailhelm.smtp.limit.RecipientLimits;
import io.mailhelm.smtp.listen.Intake;
import io.mailhelm.smtp.listen.ListenerStatus;
import io.mailhelm.smtp.listen.Listeners;
import io.mailhelm.smtp.listen.PeerSample;
import io.mailhelm.smtp.live.LiveConfig;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.queue.Outbox;
import io.mailhelm.smtp.queue.Sending;
import io.mailhelm.smtp.receive.Conversations;
import io.mailhelm.smtp.receive.SessionContext;
import io.mailhelm.smtp.receive.Submissions;
import io.mailhelm.smtp.receive.TransitMemory;
import io.mailhelm.smtp.send.DeliveryClients;
import io.mailhelm.smtp.store.Halt;
import io.mailhelm.smtp.store.MailStore;
import io.mailhelm.smtp.threads.SocketWaits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The SMTP server: its listeners and sessions, and the queue that sends. It follows the config in
 * {@code live}. Mail that it accepts is durable in {@code store}, which the caller closes after
 * this.
 */
public final class SmtpServer implements AutoCloseable {
  private final Logins logins;
  private final Submissions submissions;
  private final Listeners listeners;
  private final Outbox outbox;
  private final TransitMemory inTransit;
  private final RecipientLimits limits;

  /**
   * @param couriers deliver mail to other servers; the caller closes them after this
   */
  public SmtpServer(
      LiveConfig live, MailStore store, DeliveryClients couriers, Observer observer, Clock clock) {
    this(
        live,
        store,
        couriers,
        observer,
        clock,
        ElapsedTime.SYSTEM,
        TransitMemory.ofHeap(),
        Halt.ofProcess());
  }

  /**
   * @param elapsed times sessions and what is remembered of logins
   * @param inTransit the memory that messages on their way in may take
   * @param halt ends the process when an {@link Error} comes after a message is durable
   */
  public SmtpServer(
      LiveConfig live,
      MailStore store,
      DeliveryClients couriers,
      Observer observer,
      Clock clock,
      ElapsedTime elapsed,
      TransitMemory inTransit,
      Halt halt) {
    this.inTransit = inTransit;
    var returns = new ReturnPaths(store);
    this.outbox = new Outbox(live, store, couriers, returns, observer, clock);
    this.limits = new RecipientLimits(store.recipientCounts(), observer, clock);
    var gate = new LoginChecks(live, elapsed);
    this.logins = new PasswordLogins(gate);
    var reception =
        new SessionContext(
            live,
            store,
            new SaslMechanisms(gate, logins),
            observer,
            clock,
            elapsed,
            returns,
            outbox::wake,
            inTransit,
            limits,
            halt);
    var conversations = new Conversations(reception);
    this.submissions = conversations.submissions();
    this.listeners = new Listeners(live, conversations, observer);
  }

  /**
   * Opens the listeners and begins to send; {@link #listeners()} tells of those that cannot be
   * opened.
   */
  public void start() {
    SocketWaits.prepare();
    listeners.start();
    outbox.start();
  }

  /** The part that sends what is queued. */
  public Sending sending() {
    return outbox;
  }

  /** The state of each declared listener, in the order declared. */
  public List<ListenerStatus> listeners() {
    return listeners.listeners();
  }

  /** Whether it takes mail from outside, which can be paused. */
  public Intake intake() {
    return listeners;
  }

  /** The peers that talked to the listeners. */
  public PeerSample peers() {
    return listeners.peers();
  }

  /** The memory that messages on their way in may take, and requests of the APIs with them. */
  public TransitMemory inTransit() {
    return inTransit;
  }

  /** Counts what users send. */
  public RecipientLimits limits() {
    return limits;
  }

  /** Checks passwords, for the APIs as well. */
  public Logins logins() {
    return logins;
  }

  /** Takes mail that is handed over inside the process. */
  public Submissions submissions() {
    return submissions;
  }

  /**
   * Turns new connections and transactions away with 421 and lets those in flight finish: a
   * transaction is in flight from MAIL to the reply to its end of data. Nothing more is sent but
   * what is in flight.
   *
   * @param time at most
   * @return whether every session and every attempt ended in time
   */
  public boolean drain(Duration time) {
    var sent = new CompletableFuture<Boolean>();
    Thread.ofVirtual().start(() -> sent.complete(outbox.drain(time)));
    boolean received = listeners.drain(time);
    return sent.join() && received;
  }

  /** Closes every listener and connection at once. */
  @Override
  public void close() {
    try (outbox) {
      listeners.close();
    }
  }
}

package io.mailhelm.smtp.observe;

import io.mailhelm.config.ContentRules;
import io.mailhelm.config.DkimKey;
import io.mailhelm.config.Listener;
import io.mailhelm.config.Problem;
import io.mailhelm.config.SendPolicy;
import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Delivery;
import io.mailhelm.smtp.store.HoldReason;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in the server, for the log and the metrics. {@code session} ties the
 * events of one connection together; {@code listener} is the listener's name or {@code mail-api}.
 */
public sealed interface Event {
  /** An event that is counted and has no line in the log: there are too many of them. */
  sealed interface MetricOnly extends Event {}

  /** An event that has a line in the log and no counter. */
  sealed interface LogOnly extends Event {}

  /** A connection was taken. */
  record Connected(String session, String listener, InetAddress peer) implements MetricOnly {}

  /**
   * A connection ended.
   *
   * @param received octets from the peer
   * @param sent octets to the peer
   * @param reason e.g. {@link #ORDERLY}, {@code closed by peer}, {@code timeout}
   */
  record Disconnected(String session, String listener, long received, long sent, String reason)
      implements Event {
    /**
     * The reason of a session that ended as the protocol provides: its messages have their own
     * lines.
     */
    public static final String ORDERLY = "closed";
  }

  /** A connection was turned away before a session began: a limit was met. */
  record Refused(String listener, InetAddress peer, Limit limit) implements Event {
    /** The limit that was met; one that is a setting has its name. */
    public enum Limit {
      CONNECTIONS("connections"),
      CONNECTIONS_PER_ADDRESS("connectionsPerAddress"),
      DRAINING("draining"),
      PROXY("proxy");

      private final String label;

      Limit(String label) {
        this.label = label;
      }

      /** What the metrics and the log call it. */
      String label() {
        return label;
      }
    }
  }

  /**
   * A command was answered.
   *
   * @param verb one of those we know, or {@code OTHER}
   * @param code the reply code
   */
  record Replied(String listener, String verb, int code) implements MetricOnly {}

  /**
   * A login was tried.
   *
   * @param mechanism as it was named, {@value #MAX_MECHANISM_OCTETS} octets of it at most
   * @param user the name that was given, {@value #MAX_NAME_OCTETS} octets of it at most; empty when
   *     none was understood
   */
  record Authenticated(
      String session,
      String listener,
      InetAddress peer,
      String mechanism,
      Optional<String> user,
      LoginOutcome outcome)
      implements Event {
    /** The longest address there is: 64 octets, an {@code @} and 255 (RFC 5321 §4.5.3.1). */
    static final int MAX_NAME_OCTETS = 320;

    public Authenticated {
      mechanism = bounded(mechanism, MAX_MECHANISM_OCTETS);
      user = user.map(name -> bounded(name, MAX_NAME_OCTETS));
    }

    /** RFC 4422 §3.1. */
    static final int MAX_MECHANISM_OCTETS = 20;

    /** A name that is longer is nobody's; its beginning says as much as all of it would. */
    private static String bounded(String name, int most) {
      var octets = StandardCharsets.UTF_8.newEncoder().onMalformedInput(CodingErrorAction.REPLACE);
      var kept = CharBuffer.wrap(name);
      octets.encode(kept, ByteBuffer.allocate(most), true);
      return name.substring(0, kept.position());
    }
  }

  /**
   * A message is durable.
   *
   * @param recipients all of them
   * @param captured those of them that are elsewhere and get nothing
   * @param queued those of them that are elsewhere and are sent to
   */
  record Accepted(
      String session,
      String listener,
      String messageId,
      String reversePath,
      Optional<String> user,
      int recipients,
      int captured,
      int queued,
      long size,
      long commitNanos)
      implements Event {}

  /**
   * An attempt to deliver to another server has ended.
   *
   * @param policy empty: the default
   * @param state what became of the delivery
   * @param age since it was queued
   */
  record Attempted(
      String messageId,
      String policy,
      String recipient,
      Attempt attempt,
      Delivery.State state,
      Duration age)
      implements Event {}

  /**
   * A sender is not told of what became of a delivery: it is in the queue's history only.
   *
   * @param messageId of the message that the report would have been on
   * @param to the sender's address
   */
  record ReportOmitted(String messageId, String to, Reason reason) implements Event {
    /** Why there is no room for the report. */
    public enum Reason {
      /** The sender's mailbox is over its quota by as much as reports may exceed that. */
      MAILBOX_FULL,
      /** The same of the user's share of what waits for other servers. */
      TOO_MUCH_WAITING,
      /** All that the disk has left is its reserve. */
      NO_SPACE
    }
  }

  /**
   * A limit of a SendPolicy is near, or reached. Told once a window.
   *
   * @param policy its name
   * @param mailboxId of the user whose share it is; empty: it is that of all users together
   * @param window e.g. {@code an hour}
   * @param most recipients in the window
   * @param used recipients in the window that ends now
   */
  record LimitUsed(
      Level level, String policy, Optional<String> mailboxId, String window, long most, long used)
      implements Event {
    /** How far it is used. */
    public enum Level {
      /** 80 % of it. */
      APPROACHED,
      /** All of it: what comes next waits, or is refused. */
      REACHED
    }
  }

  /** A delivery is held: the config does not let it leave. */
  record Held(String messageId, String recipient, HoldReason reason) implements LogOnly {}

  /**
   * Deliveries that were held are released.
   *
   * @param deliveries how many
   */
  record Released(int deliveries) implements LogOnly {}

  /**
   * The mail of a policy that warms up has reached today's cap. Told once a day.
   *
   * @param provider whose mail alone it is; empty: all mail
   * @param cap recipients today
   * @param resetsAt when the next day begins
   */
  record WarmUpReached(String policy, Optional<String> provider, int cap, Instant resetsAt)
      implements LogOnly {}

  /**
   * A day of a warm-up with enough mail has raised the cap.
   *
   * @param provider whose mail alone it is; empty: all mail
   * @param day of the warm-up, from 1
   * @param cap recipients today; empty: the warm-up is over
   */
  record WarmUpRaised(String policy, Optional<String> provider, int day, Optional<Integer> cap)
      implements LogOnly {}

  /**
   * Mail of a policy bounces or is complained about too often.
   *
   * @param waits whether its mail waits for it
   * @param reason {@code HighBounceRate} or {@code HighComplaintRate}
   * @param detail a sentence with the numbers
   */
  record PolicyExceeded(String policy, boolean waits, String reason, String detail)
      implements LogOnly {}

  /** A policy that was paused for that is not any more. */
  record PolicyResumed(String policy) implements LogOnly {}

  /**
   * The clock was set back; what waits for a time is made due earlier by as much.
   *
   * @param by how far
   */
  record ClockSetBack(Duration by) implements LogOnly {}

  /**
   * TLS with another server succeeded or failed.
   *
   * @param domain the recipient's
   * @param policy {@code tlsa}, {@code sts} or {@code no-policy-found} (RFC 8460 §4.2)
   * @param result {@link #SECURED}, or a result type of RFC 8460 §4.3
   */
  record TlsChecked(String domain, String policy, String host, String result, String detail)
      implements Event {
    public static final String SECURED = "secured";
  }

  /**
   * A recipient or a message was refused.
   *
   * @param detail what the log says beyond what the client was told
   * @param logged whether the log has a line of it; a session has {@value #LOGGED} at most
   */
  record Rejected(
      String session,
      String listener,
      int code,
      RejectionReason reason,
      String detail,
      boolean logged)
      implements Event {
    /** So many of a session have a line: a client may be refused as fast as it can ask. */
    public static final int LOGGED = 100;
  }

  /**
   * A content check of a SendPolicy found something in a message.
   *
   * @param action what came of it
   */
  record ContentFound(ContentRules.Check check, ContentRules.Action action) implements MetricOnly {}

  /**
   * Connections to port 25 of other servers turned out to be blocked, or are not any more.
   *
   * @param timedOut how many had come to nothing, since the start
   */
  record Port25Changed(boolean blocked, long timedOut) implements LogOnly {}

  /**
   * Bodies that no row of the database names were moved aside at the start.
   *
   * @param folder where they are now
   */
  record StrayBodies(long count, String folder) implements LogOnly {}

  /** The store takes other mail than a minute ago, or does not take all since the start. */
  record StoreChanged(boolean accepting, boolean acceptingLarge) implements LogOnly {}

  /**
   * A config was swapped in.
   *
   * @param listeners names of those for SMTP
   * @param policies names of its SendPolicies
   */
  record ConfigLoaded(
      String hash, int domains, int users, List<String> listeners, List<String> policies)
      implements Event {
    public ConfigLoaded {
      listeners = List.copyOf(listeners);
      policies = List.copyOf(policies);
    }

    /** What it says of a config. */
    public static ConfigLoaded of(String hash, ServerConfig config) {
      return new ConfigLoaded(
          hash,
          config.domains().size(),
          config.users().size(),
          config.server().listeners().stream().map(Listener::name).toList(),
          config.sendPolicies().stream().map(SendPolicy::name).toList());
    }
  }

  /** A part of a config could not be used and what ran before goes on. */
  record ConfigRejected(String hash, String detail) implements Event {}

  /**
   * The compiler found something wrong with what is declared, or it is mended.
   *
   * @param resolved whether it was there before and is not any more
   */
  record Diagnosed(Problem problem, boolean resolved) implements LogOnly {}

  /**
   * The native library that signs with RSA is not there, and Java signs at a third of its speed.
   * Told once.
   */
  record SlowSigning(String detail) implements LogOnly {}

  /**
   * A message is sent without the signature that its domain has keys for: a signature names each
   * field, and the header has more than one may name.
   *
   * @param domain whose signature it would be
   * @param most names that a signature has
   */
  record Unsigned(String messageId, String domain, int most) implements Event {}

  /**
   * The limits that are declared would take more file descriptors than the process may have, and
   * what there is was divided.
   */
  record DescriptorsShort(String detail) implements LogOnly {}

  /**
   * A look at the DNS of a domain came out other than the one before.
   *
   * @param ready how many of the required records are right, and how many there are: {@code 7/9}
   * @param wrong the others, for people; empty when none is
   */
  record DnsSeen(String domain, String ready, String wrong) implements LogOnly {}

  /**
   * A signing key came to another stage of its life, or waits there since before the start.
   *
   * @param stage empty: it is gone
   * @param detail what is to be done about its record; empty: nothing
   */
  record KeyMoved(String domain, String selector, Optional<DkimKey.Stage> stage, String detail)
      implements LogOnly {}

  /**
   * A library had something to say.
   *
   * @param level {@code INFO}, {@code WARN} or {@code ERROR}
   * @param cause the exception it told of, if any
   */
  record Logged(String level, String logger, String message, Optional<Throwable> cause)
      implements LogOnly {}

  /**
   * Something failed inside the server that no client is to blame for.
   *
   * @param detail what the log says of the place, e.g. which message it was about
   */
  record Failed(FailurePlace place, String detail, Throwable cause) implements Event {
    public Failed(FailurePlace place, Throwable cause) {
      this(place, "", cause);
    }
  }

  /**
   * A request to an API was answered.
   *
   * @param api {@code management} or {@code mail-api}
   * @param status the HTTP status
   */
  record Answered(String api, String method, int status) implements MetricOnly {}

  /**
   * A request to the public web port was answered.
   *
   * @param status the HTTP status
   */
  record Visited(Page page, int status) implements MetricOnly {
    /** What was asked for. */
    public enum Page {
      MTA_STS,
      AUTOCONFIG,
      AUTODISCOVER,
      OTHER
    }
  }
}

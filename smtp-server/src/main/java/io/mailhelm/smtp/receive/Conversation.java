package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.CommandLine;
import io.mailhelm.smtp.protocol.Octets;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.protocol.Verb;
import java.nio.charset.StandardCharsets;

/**
 * A session as octets in and octets out, without a socket. However the octets are cut into pieces,
 * the replies and the stored messages are the same. One thread's, but for {@link #inFlight()}.
 */
public final class Conversation {
  /** A line without an end is read on for this long, then the connection ends. */
  private static final int MAX_DISCARDED = 1 << 20;

  /** Commands that are answered at once; more wait until others had their turn. */
  static final int MOST_COMMANDS = 64;

  private final Session session;
  private Next next = Next.COMMAND;
  private Verb verb = Verb.OTHER;
  private long discarded;
  private long answered;
  private boolean paused;

  Conversation(Session session) {
    this.session = session;
  }

  /** Begins: the banner goes to {@code out}. */
  void greet(ReplyBuffer out) {
    session.banner().writeTo(out);
  }

  /**
   * Takes what came and answers what can be answered, but no more than {@value #MOST_COMMANDS}
   * commands: then it {@link #isPaused}.
   *
   * @return where it stopped: the octets from there on belong to something whose end has not come
   *     yet, at most {@link CommandLine#MAX_AUTH_OCTETS} of them, or were not looked at; give them
   *     again with what follows
   */
  public int feed(byte[] in, int from, int to, ReplyBuffer out) {
    int at = from;
    long most = answered + MOST_COMMANDS;
    while (true) {
      int before = at;
      paused = answered >= most && at < to && next != Next.TLS && next != Next.CLOSE;
      if (paused) {
        return at;
      }
      switch (next) {
        case COMMAND, AUTH_LINE -> {
          at = line(in, at, to, out);
          if (at == before) {
            return at;
          }
        }
        case DATA, CHUNK -> {
          at = message(in, at, to, out);
          if (next == Next.DATA || next == Next.CHUNK) {
            return at;
          }
        }
        case TLS, CLOSE -> {
          return to;
        }
      }
    }
  }

  private int line(byte[] in, int at, int to, ReplyBuffer out) {
    int end = Octets.lineFeed(in, at, to);
    int max =
        next == Next.AUTH_LINE || isAuth(in, at, end)
            ? CommandLine.MAX_AUTH_OCTETS
            : CommandLine.MAX_OCTETS;
    if (end == to) {
      if (discarded == 0 && to - at <= max) {
        return at;
      }
      discarded += to - at;
      if (discarded > MAX_DISCARDED) {
        answer(Outcome.close(Replies.LINE_TOO_LONG), out);
      }
      return to;
    }
    if (discarded > 0 || end + 1 - at > max) {
      boolean endless = discarded + end - at > MAX_DISCARDED;
      discarded = 0;
      verb = Verb.OTHER;
      session.endExchange();
      answer(new Outcome(Replies.LINE_TOO_LONG, endless ? Next.CLOSE : Next.COMMAND), out);
    } else {
      var outcome = outcome(in, at, end);
      // RFC 3207 §6: what is said in clear behind STARTTLS must not count after the handshake
      boolean injected = outcome.next() == Next.TLS && end + 1 < to;
      answer(injected ? Outcome.close(Replies.BEFORE_TLS) : outcome, out);
    }
    return end + 1;
  }

  /** RFC 4954 §4.1: AUTH with its initial response is a longer line than any other command. */
  private static boolean isAuth(byte[] in, int at, int end) {
    return end - at > CommandLine.MAX_OCTETS - 1
        && (in[at] | 0x20) == 'a'
        && (in[at + 1] | 0x20) == 'u'
        && (in[at + 2] | 0x20) == 't'
        && (in[at + 3] | 0x20) == 'h'
        && in[at + 4] == ' ';
  }

  private Outcome outcome(byte[] in, int at, int end) {
    boolean inExchange = next == Next.AUTH_LINE;
    verb = inExchange ? Verb.AUTH : Verb.OTHER;
    if (end == at || in[end - 1] != '\r') {
      session.endExchange();
      return Outcome.of(Replies.BARE_LINE_END);
    }
    try {
      if (inExchange) {
        return Auth.line(session, new String(in, at, end - 1 - at, StandardCharsets.UTF_8).strip());
      }
      var line = CommandLine.parse(in, at, end - 1);
      verb = line.verb();
      return session.command(line);
    } catch (SyntaxException e) {
      return Outcome.of(e.reply());
    }
  }

  private int message(byte[] in, int at, int to, ReplyBuffer out) {
    var incoming = session.reading();
    int stopped = incoming.feed(in, at, to);
    if (incoming.isFinished()) {
      answer(incoming.finish(session), out);
    } else if (Incoming.isEndless(incoming.received(), session.limits().messageSize())) {
      answer(Outcome.close(Replies.tooLarge(session.limits().messageSize())), out);
    }
    return stopped;
  }

  private void answer(Outcome outcome, ReplyBuffer out) {
    next = outcome.next();
    answered++;
    var reply = outcome.reply();
    if (reply == Reply.NONE) {
      return;
    }
    if (reply.isPermanentFailure() && next != Next.CLOSE && !session.countError()) {
      reply = Replies.TOO_MANY_ERRORS;
      next = Next.CLOSE;
    }
    say(reply, out);
    if (next != Next.CLOSE && session.inFlight().isStopped()) {
      next = Next.CLOSE;
      say(Replies.SHUTTING_DOWN, out);
    }
    if (next == Next.CLOSE) {
      session.endTransaction();
    }
  }

  private void say(Reply reply, ReplyBuffer out) {
    reply.writeTo(out);
    var peer = session.peer();
    session
        .reception()
        .observer()
        .on(new Event.Replied(peer.listener().name(), verb.name(), reply.code()));
  }

  /** Ends it from outside: a deadline passed, or the server stops. The 421 goes to {@code out}. */
  public void end(Reply reply, ReplyBuffer out) {
    if (next != Next.CLOSE) {
      answer(Outcome.close(reply), out);
    }
  }

  /** Gives back what an unfinished transaction holds. */
  public void close() {
    session.endTransaction();
  }

  /** The handshake is done. */
  public void secured(Security security) {
    session.secured(security);
    next = Next.COMMAND;
  }

  /** Whether the handshake is due, once the replies are sent. */
  public boolean isTlsNext() {
    return next == Next.TLS;
  }

  /** Whether it is over, once the replies are sent. */
  public boolean isOver() {
    return next == Next.CLOSE;
  }

  /** Whether a message is on its way, between two chunks as well. */
  public boolean isReceiving() {
    return session.body().isPresent();
  }

  /** Whether there is more to answer in what came already. */
  public boolean isPaused() {
    return paused;
  }

  /** Grows with every command that was answered. */
  public long answered() {
    return answered;
  }

  /** What drains the server asks and tells. */
  public InFlight inFlight() {
    return session.inFlight();
  }
}

package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.protocol.CommandLine;
import io.mailhelm.smtp.protocol.LineEndScan;
import io.mailhelm.smtp.protocol.Replies;
import io.mailhelm.smtp.protocol.Reply;
import io.mailhelm.smtp.protocol.ReplyBuffer;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.protocol.Verb;
import java.nio.charset.StandardCharsets;

/**
 * An SMTP dialogue as octets in and octets out, without a socket. However the octets are cut into
 * pieces, the replies and the stored messages are the same. One thread's, but for {@link
 * #inFlight()}.
 */
public final class Conversation {
  /** Octets of a line without an end that are read and dropped; then the connection ends. */
  private static final int MAX_DISCARDED = 1 << 20;

  /** Commands that are answered in one turn; more wait until others had theirs. */
  static final int MOST_COMMANDS = 64;

  /**
   * As how many commands a recipient counts: it is looked up, checked, and its mailbox's quota is
   * asked for.
   */
  static final int RECIPIENT = 8;

  /**
   * Octets of replies that are collected before they are sent: a peer that reads none must not hold
   * more.
   */
  static final int MOST_REPLIED = 4 << 10;

  private final Session session;
  private AwaitedInput next = AwaitedInput.COMMAND;
  private Verb verb = Verb.OTHER;
  private long discarded;

  /** Octets of the unfinished line in which no line end was found, when it was given last. */
  private int scanned;

  /** Whether a CR or LF stood alone in the line that is read, which is answered already. */
  private boolean isBroken;

  /** Whether the line whose octets are dropped began as a BDAT. */
  private boolean isChunk;

  private long answered;

  /** What was answered, each by what it costs. */
  private long spent;

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
   * commands, of which a recipient counts as {@value #RECIPIENT}, and {@value #MOST_REPLIED} octets
   * of replies: then it {@link #isPaused}.
   *
   * @return where it stopped: the octets from there on belong to something whose end has not come
   *     yet, at most {@link CommandLine#MAX_AUTH_OCTETS} of them, or were not looked at; give them
   *     again with what follows
   */
  public int feed(byte[] in, int from, int to, ReplyBuffer out) {
    int stopped = answer(in, from, to, out);
    session.rest();
    return stopped;
  }

  private int answer(byte[] in, int from, int to, ReplyBuffer out) {
    int at = from;
    long most = spent + MOST_COMMANDS;
    while (true) {
      int before = at;
      boolean enough = spent >= most || out.length() >= MOST_REPLIED;
      paused = enough && at < to && next != AwaitedInput.TLS && next != AwaitedInput.CLOSE;
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
          if (next == AwaitedInput.DATA || next == AwaitedInput.CHUNK) {
            return at;
          }
        }
        case TLS, CLOSE -> {
          return to;
        }
      }
    }
  }

  /** Only CRLF ends a line (RFC 5321 §2.3.8). */
  private int line(byte[] in, int at, int to, ReplyBuffer out) {
    int end = LineEndScan.lineEnd(in, at + scanned, to);
    scanned = 0;
    if (end == to || in[end] == '\r' && end + 1 == to) {
      return unfinished(in, at, end, to, out);
    }
    if (in[end] == '\n' || in[end + 1] != '\n') {
      bareLineEnd(in, at, end, out);
      return end + 1;
    }
    int after = end + 2;
    if (isBroken) {
      isBroken = false;
      discarded = 0;
    } else if (discarded > 0 || after - at > longest(in, at, after)) {
      // No client is so long before it has said who it is; a request line (HTTP) may be.
      boolean endless = discarded + after - at > MAX_DISCARDED || !session.isGreeted();
      verb = Verb.OTHER;
      session.endExchange();
      var outcome = unreadable(in, at, end, Replies.LINE_TOO_LONG);
      answer(endless ? CommandOutcome.close(outcome.reply()) : outcome, out);
      discarded = 0;
    } else {
      var outcome = outcome(in, at, end);
      // RFC 3207 §6: what is said in clear behind STARTTLS must not count after the handshake
      boolean injected = outcome.next() == AwaitedInput.TLS && after < to;
      answer(injected ? CommandOutcome.close(Replies.BEFORE_TLS) : outcome, out);
    }
    return after;
  }

  /**
   * The line has not ended: it is kept while it may still be a command, else its octets are
   * dropped.
   */
  private int unfinished(byte[] in, int at, int end, int to, ReplyBuffer out) {
    if (!isBroken && discarded == 0 && to - at <= longest(in, at, to)) {
      scanned = end - at;
      return at;
    }
    isChunk = discarded == 0 ? CommandLine.isChunk(in, at, end) : isChunk;
    discarded += end - at;
    if (discarded > MAX_DISCARDED) {
      answer(CommandOutcome.close(Replies.LINE_TOO_LONG), out);
    }
    return end; // a CR whose LF may follow stays
  }

  private int longest(byte[] in, int at, int end) {
    return next == AwaitedInput.AUTH_LINE || isAuth(in, at, end)
        ? CommandLine.MAX_AUTH_OCTETS
        : CommandLine.MAX_OCTETS;
  }

  /**
   * A CR or LF stands alone: the line it stands in is no command, however it goes on. The peer is
   * told at once, for it may never send a CRLF; all up to the next CRLF belongs to that line and is
   * dropped, or one line of a peer would be two commands here. A peer that repeats it is
   * disconnected.
   */
  private void bareLineEnd(byte[] in, int at, int end, ReplyBuffer out) {
    verb = Verb.OTHER;
    session.endExchange();
    if (isBroken) {
      answer(CommandOutcome.close(Replies.BARE_LINE_END_AGAIN), out);
      return;
    }
    isBroken = true;
    answer(unreadable(in, at, end, Replies.BARE_LINE_END), out);
  }

  /** A chunk comes behind a BDAT that cannot be read, and would be read as commands. */
  private CommandOutcome unreadable(byte[] in, int at, int end, Reply reply) {
    boolean chunkFollows = discarded == 0 ? CommandLine.isChunk(in, at, end) : isChunk;
    return chunkFollows ? CommandOutcome.close(reply) : CommandOutcome.of(reply);
  }

  /** RFC 4954 §4.1: AUTH with its initial response is a longer line than any other command. */
  private static boolean isAuth(byte[] in, int at, int end) {
    return end - at > CommandLine.MAX_OCTETS
        && (in[at] | 0x20) == 'a'
        && (in[at + 1] | 0x20) == 'u'
        && (in[at + 2] | 0x20) == 't'
        && (in[at + 3] | 0x20) == 'h'
        && in[at + 4] == ' ';
  }

  private CommandOutcome outcome(byte[] in, int at, int end) {
    boolean inExchange = next == AwaitedInput.AUTH_LINE;
    verb = inExchange ? Verb.AUTH : Verb.OTHER;
    try {
      if (inExchange) {
        return AuthHandler.line(
            session, new String(in, at, end - at, StandardCharsets.UTF_8).strip());
      }
      var line = CommandLine.parse(in, at, end);
      verb = line.verb();
      return session.command(line);
    } catch (SyntaxException e) {
      return unreadable(in, at, end, e.reply());
    }
  }

  private int message(byte[] in, int at, int to, ReplyBuffer out) {
    var incoming = session.reading();
    int stopped = incoming.feed(in, at, to);
    if (incoming.isFinished()) {
      answer(incoming.finish(session), out);
    } else if (Incoming.isEndless(incoming.received(), session.limits().messageSize())) {
      answer(CommandOutcome.close(Replies.tooLarge(session.limits().messageSize())), out);
    }
    return stopped;
  }

  private void answer(CommandOutcome outcome, ReplyBuffer out) {
    next = outcome.next();
    answered++;
    spent += verb == Verb.RCPT ? RECIPIENT : 1;
    var reply = outcome.reply();
    if (reply == Reply.NONE) {
      return;
    }
    if (reply.isPermanentFailure() && next != AwaitedInput.CLOSE && !session.countError()) {
      reply = Replies.TOO_MANY_ERRORS;
      next = AwaitedInput.CLOSE;
    }
    say(reply, out);
    if (next != AwaitedInput.CLOSE && session.inFlight().isStopped()) {
      next = AwaitedInput.CLOSE;
      say(Replies.SHUTTING_DOWN, out);
    }
    if (next == AwaitedInput.CLOSE) {
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
    if (next != AwaitedInput.CLOSE) {
      answer(CommandOutcome.close(reply), out);
    }
  }

  /** Gives back what an unfinished transaction holds. */
  public void close() {
    session.endTransaction();
  }

  /** The handshake is done. */
  public void secured(ConnectionSecurity security) {
    session.secured(security);
    next = AwaitedInput.COMMAND;
  }

  /** Whether the handshake is due, once the replies are sent. */
  public boolean isTlsNext() {
    return next == AwaitedInput.TLS;
  }

  /** Whether it is over, once the replies are sent. */
  public boolean isOver() {
    return next == AwaitedInput.CLOSE;
  }

  /** Whether a message is on its way, between two chunks as well. */
  public boolean isReceiving() {
    return session.body().isPresent();
  }

  /** Which message of this connection is on its way, from 1; 0 while none is. */
  public long receiving() {
    return isReceiving() ? session.bodies() : 0;
  }

  /** Whether there is more to answer in what came already. */
  public boolean isPaused() {
    return paused;
  }

  /** Grows with every command that was answered. */
  public long answered() {
    return answered;
  }

  /** The user or address for which the memory of what comes is drawn. */
  public MemoryHolder holder() {
    return session.holder();
  }

  /** The agreement with the thread that drains the server. */
  public InFlight inFlight() {
    return session.inFlight();
  }
}

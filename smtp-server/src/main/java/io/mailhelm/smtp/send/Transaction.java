package io.mailhelm.smtp.send;

import io.mailhelm.smtp.protocol.DotEncoder;
import io.mailhelm.smtp.protocol.PeerReply;
import io.mailhelm.smtp.send.ServerRefusal.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A mail transaction on a session: sends one message to some recipients by MAIL, RCPT, and DATA or
 * BDAT (RFC 5321 §3.3).
 */
final class Transaction {
  private final ClientSession session;
  private final ClientConnection link;
  private final Timeouts timeouts;
  private final OutboundMessage parcel;
  private final MessagePayload message;
  private final RecipientResult[] verdicts;
  private final String mail;
  private boolean sentAhead;
  private boolean handedOver;

  /**
   * @param verdicts one for each recipient of the parcel, where it is known
   * @param utf8 whether SMTPUTF8 is to be asked for
   */
  Transaction(
      ClientSession session,
      OutboundMessage parcel,
      MessagePayload message,
      RecipientResult[] verdicts,
      boolean utf8) {
    this.session = session;
    this.link = session.link();
    this.timeouts = session.timeouts();
    this.parcel = parcel;
    this.message = message;
    this.verdicts = verdicts;
    this.mail = CommandGroup.mail(parcel, message, session.offers(), utf8);
  }

  /**
   * Sends it, and settles {@code recipients}.
   *
   * @param recipients indexes, no more than the server takes at once
   * @throws ServerRefusal when the server was lost before it had the message, or does not know
   *     BDAT; those that are not settled may be tried elsewhere, or by DATA
   */
  void send(List<Integer> recipients) throws ServerRefusal {
    try {
      reset();
      if (session.offers().pipelining()) {
        atOnce(recipients);
      } else {
        oneByOne(recipients);
      }
    } catch (ServerRefusal e) {
      session.broke();
      if (e.kind() == Kind.CHUNKS || e.kind() == Kind.LOST && !handedOver) {
        throw e;
      }
      settle(recipients, e.kind() == Kind.LOST ? unknown(e) : e.verdict());
    }
  }

  /** Nobody can tell whether the peer keeps it: it is sent again, twice rather than never. */
  private static RecipientResult unknown(ServerRefusal e) {
    return RecipientResult.deferred(
        LocalStatusCodes.LOST_CONNECTION,
        "outcome unknown: the whole message was sent, then: " + e.verdict().text());
  }

  private void settle(List<Integer> recipients, RecipientResult verdict) {
    for (int index : recipients) {
      if (verdicts[index] == null) {
        verdicts[index] = verdict;
      }
    }
  }

  private void reset() throws ServerRefusal {
    if (session.needsReset()) {
      link.write("RSET\r\n", timeouts.command());
      var reply = hear(timeouts.command(), "RSET");
      if (!reply.isDone()) {
        throw ServerRefusal.lost(LocalStatusCodes.PROTOCOL, "refused RSET: " + reply.text());
      }
      session.needsReset(false);
    }
    if (link.hasMore()) {
      throw ServerRefusal.lost(LocalStatusCodes.PROTOCOL, "said more than it was asked");
    }
  }

  private void atOnce(List<Integer> recipients) throws ServerRefusal {
    boolean chunked = session.offers().chunking();
    boolean all = chunked && message.whole().isPresent();
    var commands = new CommandGroup().add(mail);
    for (int index : recipients) {
      commands.add(CommandGroup.rcpt(parcel.recipients().get(index), session.offers()));
    }
    if (all) {
      var octets = message.whole().get();
      commands.add(CommandGroup.bdat(octets.length)).add(octets, octets.length);
    } else if (!chunked) {
      commands.add("DATA\r\n");
    }
    link.write(commands.octets(), commands.length(), timeouts.command());
    sentAhead = all;
    var taken = envelope(recipients, true);
    if (all) {
      whole(taken);
      if (taken.isEmpty()) {
        session.quit(); // it had octets of a message that nobody was to have: what does it think?
      }
    } else if (chunked) {
      chunk(taken);
    } else {
      data(taken, true);
    }
  }

  private void oneByOne(List<Integer> recipients) throws ServerRefusal {
    var taken = envelope(recipients, false);
    if (session.offers().chunking()) {
      chunk(taken);
    } else if (!taken.isEmpty()) {
      data(taken, false);
    } else {
      session.needsReset(true);
    }
  }

  /** The replies to MAIL and RCPT; those that are not taken are settled. */
  private List<Integer> envelope(List<Integer> recipients, boolean pipelined) throws ServerRefusal {
    if (!pipelined) {
      link.write(mail, timeouts.command());
    }
    var sender = hear(timeouts.command(), "MAIL FROM");
    if (!sender.isDone()) {
      settle(recipients, verdict(sender));
      if (!pipelined) {
        return List.of();
      }
    }
    handedOver = sentAhead && sender.isDone();
    var taken = new ArrayList<Integer>();
    for (int index : recipients) {
      if (!pipelined) {
        link.write(
            CommandGroup.rcpt(parcel.recipients().get(index), session.offers()),
            timeouts.command());
      }
      var reply = hear(timeouts.command(), "RCPT TO");
      if (reply.isDone() && sender.isDone()) {
        taken.add(index);
      } else {
        settle(List.of(index), ofRecipient(reply));
      }
    }
    return taken;
  }

  private void data(List<Integer> taken, boolean pipelined) throws ServerRefusal {
    if (!pipelined) {
      link.write("DATA\r\n", timeouts.data());
    }
    var reply = hear(timeouts.data(), "DATA");
    if (reply.code() != 354) {
      if (reply.isDone()) {
        throw ServerRefusal.lost(
            LocalStatusCodes.PROTOCOL,
            "answered DATA with %d %s".formatted(reply.code(), reply.text()));
      }
      settle(taken, verdict(reply));
      session.needsReset(true);
      return;
    }
    if (taken.isEmpty()) {
      // RFC 2920 §3.1: it waits for a message all the same; an empty one ends that
      link.write(".\r\n", timeouts.block());
      hear(timeouts.end(), "the end of data");
      session.needsReset(true);
      return;
    }
    stuffed(taken);
    settle(taken, verdict(hear(timeouts.end(), "the end of data")));
  }

  private void stuffed(List<Integer> taken) throws ServerRefusal {
    var encoder = new DotEncoder();
    if (message.whole().isPresent()) {
      var octets = message.whole().get();
      var out = new byte[DotEncoder.bound(octets.length)];
      int end = encoder.end(out, encoder.encode(octets, 0, octets.length, out, 0));
      link.write(out, end, timeouts.block());
    } else {
      var out = new byte[DotEncoder.bound(MessagePayload.BLOCK)];
      stream(taken, (block, count) -> write(out, encoder.encode(block, 0, count, out, 0)));
      link.write(out, encoder.end(out, 0), timeouts.block());
    }
    handedOver = true;
  }

  /** BDAT once it is known that somebody takes it. */
  private void chunk(List<Integer> taken) throws ServerRefusal {
    if (taken.isEmpty()) {
      session.needsReset(true);
      return;
    }
    if (message.whole().isPresent()) {
      var octets = message.whole().get();
      var commands =
          new CommandGroup().add(CommandGroup.bdat(octets.length)).add(octets, octets.length);
      link.write(commands.octets(), commands.length(), timeouts.block());
    } else {
      link.write(CommandGroup.bdat(message.size()), timeouts.block());
      stream(taken, this::write);
    }
    handedOver = true;
    whole(taken);
  }

  private void whole(List<Integer> taken) throws ServerRefusal {
    var reply = hear(timeouts.end(), "BDAT");
    if (!taken.isEmpty() && isUnknownChunk(reply)) {
      throw unknownChunk(reply);
    }
    if (reply.isDone()) {
      session.tookChunk();
    }
    settle(taken, verdict(reply));
    session.needsReset(!reply.isDone()); // RFC 3030 §2
  }

  /** Whether it is BDAT that it does not know, rather than the message that it does not take. */
  private boolean isUnknownChunk(PeerReply reply) {
    return session.offers().chunking()
        && !session.knowsChunks()
        && LocalStatusCodes.isUnknownCommand(reply);
  }

  /** It takes the octets of the chunk for commands: nothing more is said on this connection. */
  private ServerRefusal unknownChunk(PeerReply reply) {
    session.refusedChunks();
    return new ServerRefusal(Kind.CHUNKS, verdict(reply));
  }

  private interface Block {
    void take(byte[] octets, int count) throws ServerRefusal;
  }

  private void write(byte[] octets, int count) throws ServerRefusal {
    try {
      link.write(octets, count, timeouts.block());
    } catch (ServerRefusal e) {
      throw lastWords(e);
    }
  }

  /** A peer that stops reading may have said why. */
  private ServerRefusal lastWords(ServerRefusal lost) {
    try {
      var reply = link.reply(timeouts.quit(), "the message");
      if (isUnknownChunk(reply)) {
        return unknownChunk(reply);
      }
      return reply.code() >= 400 ? new ServerRefusal(Kind.SAID, verdict(reply)) : lost;
    } catch (ServerRefusal e) {
      return lost;
    }
  }

  /** Reads the message anew; where that fails the connection ends before the message does. */
  private void stream(List<Integer> taken, Block block) throws ServerRefusal {
    var buffer = new byte[MessagePayload.BLOCK];
    long left = message.size();
    try (InputStream stream = message.content().open()) {
      while (left > 0) {
        int count = stream.readNBytes(buffer, 0, (int) Math.min(left, buffer.length));
        if (count == 0) {
          throw new IOException("it ends early");
        }
        left -= count;
        block.take(buffer, count);
      }
    } catch (IOException e) {
      var verdict =
          RecipientResult.deferred(
              LocalStatusCodes.LOCAL_FAULT, "the message cannot be read here: " + e.getMessage());
      settle(taken, verdict);
      throw new ServerRefusal(Kind.SAID, verdict);
    }
  }

  private RecipientResult ofRecipient(PeerReply reply) {
    return isForUsToMend(reply) ? verdict(reply) : RecipientResult.ofRecipient(reply);
  }

  private RecipientResult verdict(PeerReply reply) {
    return isForUsToMend(reply)
        ? RecipientResult.forNow(
            reply, "the relay asks for a login (does the policy's route name its credentials?)")
        : RecipientResult.of(reply);
  }

  /** What a relay says of our login is not about the message. */
  private boolean isForUsToMend(PeerReply reply) {
    return session.target().isRelay() && LocalStatusCodes.asksForLogin(reply.code());
  }

  private PeerReply hear(Duration timeout, String what) throws ServerRefusal {
    var reply = link.reply(timeout, what);
    if (reply.code() == 421) { // RFC 5321 §3.8: it closes now
      // where it had a message before, it has had enough of this connection, not of our mail
      boolean another = session.isUsed() && !handedOver;
      throw new ServerRefusal(another ? Kind.LOST : Kind.SAID, RecipientResult.of(reply));
    }
    return reply;
  }
}

package io.mailhelm.smtp.receive;

import io.mailhelm.smtp.protocol.ReplyBuffer;
import java.util.function.BooleanSupplier;

/** Begins conversations. Thread-safe. */
public final class Conversations {
  private final SessionContext reception;
  private final Acceptance acceptance;

  public Conversations(SessionContext reception) {
    this.reception = reception;
    this.acceptance = new Acceptance(reception);
  }

  /**
   * A conversation with {@code peer}; its banner goes to {@code out}.
   *
   * @param security what protects it already: a listener of {@code Implicit} TLS
   * @param tlsRoom draws the memory that TLS takes, when the peer wants it; false when there is
   *     none
   */
  public Conversation begin(
      Peer peer, ConnectionSecurity security, ReplyBuffer out, BooleanSupplier tlsRoom) {
    var session = new Session(reception, acceptance, peer, tlsRoom);
    session.secured(security);
    var conversation = new Conversation(session);
    conversation.greet(out);
    return conversation;
  }

  /** The memory for messages on their way in; buffers of connections are drawn from it too. */
  public TransitMemory inTransit() {
    return reception.inTransit();
  }

  /** The same path for mail that is handed over inside the process. */
  public Submissions submissions() {
    return new DirectSubmissions(reception, acceptance);
  }
}

package io.mailhelm.smtp.receive;

/** Stands for an {@link Incoming} while no message is on its way. */
final class NoIncoming implements Incoming {
  @Override
  public int feed(byte[] octets, int from, int to) {
    return from;
  }

  @Override
  public boolean isFinished() {
    return false;
  }

  @Override
  public CommandOutcome finish(Session session) {
    throw new IllegalStateException("no message is being read");
  }

  @Override
  public long received() {
    return 0;
  }
}

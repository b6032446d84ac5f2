package io.mailhelm.smtp.sign;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.compute.Computation;
import io.mailhelm.smtp.send.OutboundMessage;
import io.mailhelm.smtp.transfer.SevenBit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes the octets to send from a stored message: its signatures, then the message without the
 * Return-Path field that the store's trace begins with. Thread-safe.
 *
 * <p>A message that goes to many destinations is signed once: the signatures of the last {@value
 * #REMEMBERED} messages are remembered, about 1 KiB each, as long as the keys stay the same.
 */
public final class OutboundContent {
  private static final int REMEMBERED = 512;
  private static final int BUFFER = 32 << 10;

  /** A message of at most this many octets stays in memory between being signed and being sent. */
  private static final int KEPT = 64 << 10;

  /** Fields of those who signed a message on its way (RFC 6376 §3.5, RFC 8617 §4.1). */
  private static final List<String> SIGNATURES = List.of("dkim-signature", "arc-seal");

  private final Clock clock;
  private final Consumer<String> slowness;
  private final AtomicBoolean slownessTold = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Made, FutureTask<Preamble>> remembered =
      new LinkedHashMap<>(REMEMBERED * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Made, FutureTask<Preamble>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * @param clock for the {@code t=} of signatures
   * @param slowness told once, when signing turns out to take longer than it need, why it does
   */
  public OutboundContent(Clock clock, Consumer<String> slowness) {
    this.clock = clock;
    this.slowness = slowness;
  }

  /** A stored message, trace fields included. */
  @FunctionalInterface
  public interface Stored {
    /** From its first octet; called more than once. The caller closes it. */
    InputStream open() throws IOException;
  }

  /** A small message is read once, to be signed and to be sent; one thread's at a time. */
  private static final class Kept implements Stored {
    private final Stored stored;
    private Optional<byte[]> octets = Optional.empty();

    Kept(Stored stored) {
      this.stored = stored;
    }

    @Override
    public InputStream open() throws IOException {
      if (octets.isEmpty()) {
        try (var in = stored.open()) {
          octets = Optional.of(in.readAllBytes());
        }
      }
      return new ByteArrayInputStream(octets.get());
    }
  }

  /** Of which message, from whose users, with which keys; those of another config are others. */
  private record Made(String messageId, DomainName sender, Signers signers) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Made made
          && made.messageId.equals(messageId)
          && made.sender.equals(sender)
          && made.signers == signers;
    }

    @Override
    public int hashCode() {
      return messageId.hashCode();
    }
  }

  /** What stands before the message, and how much of its beginning is left away. */
  private record Preamble(byte[] signatures, int skipped) {}

  /**
   * The message as it is sent. Where neither its author's domain signs for the sender nor the
   * sender's own has keys, it is not signed.
   *
   * @param messageId unique to the message
   * @param sender the domain of ours whose user sends it
   * @param size octets of {@code stored}
   * @param signers of the config that runs
   * @param isSubmitted whether a user of ours handed it over, so that it may be encoded otherwise
   *     for a server that takes 7-bit octets only (RFC 6409 §8)
   * @throws IOException when the message cannot be read
   */
  public OutboundMessage.Content of(
      String messageId,
      DomainName sender,
      long size,
      Stored stored,
      Signers signers,
      boolean isSubmitted)
      throws IOException {
    var source = size <= KEPT ? new Kept(stored) : stored;
    var made = new Made(messageId, sender, signers);
    var preamble = preamble(made, source);
    return new Sent(
        preamble, size, source, () -> isSubmitted ? sevenBit(made, source) : Optional.empty());
  }

  /** Encoded, then signed: a signature is of what leaves (RFC 6376 §5.3). */
  private Optional<OutboundMessage.Content> sevenBit(Made key, Stored stored) throws IOException {
    try {
      return Computation.SIGNATURES.of(
          () -> {
            var plan = isSigned(stored) ? Optional.<SevenBit>empty() : plan(stored);
            if (plan.isEmpty()) {
              return Optional.empty();
            }
            Stored encoded = () -> plan.get().encode(stored.open());
            return Optional.of(
                new Sent(make(key, encoded), length(encoded), encoded, Optional::empty));
          });
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the message was encoded");
    } catch (Exception e) {
      throw new IOException("the message could not be encoded for a 7-bit server", e);
    }
  }

  private static Optional<SevenBit> plan(Stored stored) throws IOException {
    try (var in = stored.open()) {
      return SevenBit.of(in);
    }
  }

  /** Whether somebody signed it before it came here: nothing of it is changed then. */
  private static boolean isSigned(Stored stored) throws IOException {
    try (var in = stored.open()) {
      var head = MessageHead.read(in);
      var fields = HeaderFields.of(head.octets(), head.skipped(), head.fieldsEnd());
      return SIGNATURES.stream().anyMatch(name -> fields.count(name) > 0);
    }
  }

  private static long length(Stored stored) throws IOException {
    try (var in = stored.open()) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private Preamble preamble(Made key, Stored stored) throws IOException {
    FutureTask<Preamble> task;
    lock.lock();
    try {
      task =
          remembered.computeIfAbsent(
              key, k -> new FutureTask<>(() -> Computation.SIGNATURES.of(() -> make(k, stored))));
    } finally {
      lock.unlock();
    }
    task.run(); // nothing when another thread does or did it
    try {
      return task.get();
    } catch (ExecutionException e) {
      forget(key, task);
      throw new IOException("the message could not be read to be signed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while another thread signed");
    }
  }

  /** What failed is tried afresh. */
  private void forget(Made key, FutureTask<Preamble> failed) {
    lock.lock();
    try {
      remembered.remove(key, failed);
    } finally {
      lock.unlock();
    }
  }

  private Preamble make(Made key, Stored stored) throws IOException {
    try (var in = stored.open()) {
      var head = MessageHead.read(in);
      var fields = HeaderFields.of(head.octets(), head.skipped(), head.fieldsEnd());
      var signer = key.signers().of(fields, key.sender());
      if (signer.isEmpty()) {
        return new Preamble(new byte[0], head.skipped());
      }
      var hash = bodyHash(head, in);
      var signatures = signer.get().sign(fields, hash, clock.instant());
      tell(signer.get());
      return new Preamble(signatures, head.skipped());
    }
  }

  private void tell(Signer signer) {
    signer.slowness().filter(why -> slownessTold.compareAndSet(false, true)).ifPresent(slowness);
  }

  private static byte[] bodyHash(MessageHead head, InputStream rest) throws IOException {
    var body = new RelaxedBody(SigningKey.Sha256.digest());
    body.update(head.octets(), head.body(), head.length());
    if (head.length() == head.octets().length) {
      var buffer = new byte[BUFFER];
      for (int read; (read = rest.read(buffer)) >= 0; ) {
        body.update(buffer, 0, read);
      }
    }
    return body.finish();
  }

  /** The same as 7-bit octets. */
  private interface Encoded {
    Optional<OutboundMessage.Content> get() throws IOException;
  }

  private record Sent(Preamble preamble, long storedSize, Stored stored, Encoded encoded)
      implements OutboundMessage.Content {
    @Override
    public Optional<OutboundMessage.Content> sevenBit() throws IOException {
      return encoded.get();
    }

    @Override
    public long size() {
      return preamble.signatures().length + storedSize - preamble.skipped();
    }

    @Override
    public InputStream open() throws IOException {
      var in = stored.open();
      try {
        in.skipNBytes(preamble.skipped());
      } catch (IOException e) {
        in.close();
        throw e;
      }
      return preamble.signatures().length == 0
          ? in
          : new SequenceInputStream(new ByteArrayInputStream(preamble.signatures()), in);
    }
  }
}

package io.mailhelm.smtp.sign;

import io.mailhelm.config.DomainName;
import io.mailhelm.dns.ElapsedTime;
import io.mailhelm.dns.WeighedCache;
import io.mailhelm.smtp.compute.Computation;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Observer;
import io.mailhelm.smtp.transfer.MessageOctets;
import io.mailhelm.smtp.transfer.SevenBit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes the octets to send from a stored message: its signatures, then the message without the
 * Return-Path field that the store's trace begins with. Thread-safe.
 *
 * <p>A message that goes to many destinations is signed once: signatures are remembered, those used
 * last, in a {@value #SHARE}th of the heap, as long as the keys stay the same.
 */
public final class OutboundContent {
  private static final int SHARE = 64;

  /** Octets of one message's signatures; a larger one is made again for each destination. */
  private static final int LARGEST = 64 << 10;

  /** What a record takes besides what it holds, about. */
  private static final int OBJECTS = 64;

  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final int BUFFER = 32 << 10;

  /** A message of at most this many octets stays in memory between being signed and being sent. */
  private static final int KEPT = 64 << 10;

  /** Fields of those who signed a message on its way (RFC 6376 §3.5, RFC 8617 §4.1). */
  private static final List<String> SIGNATURES = List.of("dkim-signature", "arc-seal");

  private final Clock clock;
  private final Observer observer;
  private final AtomicBoolean slownessTold = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private final long capacity;
  private Remembered remembered;

  /**
   * @param clock for the {@code t=} of signatures
   * @param observer told once, when signing turns out to take longer than it need, why it does; and
   *     of each message that is not signed because its header has too many fields
   */
  public OutboundContent(Clock clock, Observer observer) {
    this(clock, observer, Runtime.getRuntime().maxMemory() / SHARE);
  }

  /**
   * @param capacity octets of signatures that are remembered
   */
  OutboundContent(Clock clock, Observer observer, long capacity) {
    this.clock = clock;
    this.observer = observer;
    this.capacity = capacity;
    this.remembered = new Remembered(Signers.NONE);
  }

  /** What was made with the keys of one config, and what is being made. */
  private final class Remembered {
    private final Signers signers;
    private final WeighedCache<Made, Preamble> made =
        new WeighedCache<>(
            capacity,
            LARGEST,
            (key, preamble) -> key.weight() + preamble.weight(),
            ElapsedTime.SYSTEM);
    private final Map<Made, FutureTask<Preamble>> underWay = new HashMap<>();

    Remembered(Signers signers) {
      this.signers = signers;
    }
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

  /** Of which message, from whose users. */
  private record Made(String messageId, DomainName sender) {
    long weight() {
      return OBJECTS + WeighedCache.weight(messageId);
    }
  }

  /**
   * What stands before the message, and how much of its beginning is left away.
   *
   * @param signer whose the signatures are; empty where nobody signs
   */
  private record Preamble(byte[] signatures, int skipped, Optional<Signer> signer) {
    /** Whose signatures would have had too many names. */
    Optional<Signer> refused() {
      return signer.filter(any -> signatures.length == 0);
    }

    long weight() {
      return OBJECTS + signatures.length;
    }
  }

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
  public MessageOctets of(
      String messageId,
      DomainName sender,
      long size,
      Stored stored,
      Signers signers,
      boolean isSubmitted)
      throws IOException {
    var source = size <= KEPT ? new Kept(stored) : stored;
    var made = new Made(messageId, sender);
    var preamble = preamble(made, signers, source);
    return new Sent(
        preamble,
        size,
        source,
        () -> isSubmitted ? sevenBit(made, signers, source) : Optional.empty());
  }

  /** Encoded, then signed: a signature is of what leaves (RFC 6376 §5.3). */
  private Optional<MessageOctets> sevenBit(Made key, Signers signers, Stored stored)
      throws IOException {
    try {
      return Computation.SIGNATURES.of(
          () -> {
            var plan = isSigned(stored) ? Optional.<SevenBit>empty() : plan(stored);
            if (plan.isEmpty()) {
              return Optional.empty();
            }
            Stored encoded = () -> plan.get().encode(stored.open());
            return Optional.of(
                new Sent(make(key, signers, encoded), length(encoded), encoded, Optional::empty));
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

  private Preamble preamble(Made key, Signers signers, Stored stored) throws IOException {
    Remembered mine;
    FutureTask<Preamble> task;
    lock.lock();
    try {
      mine = of(signers);
      var known = mine.made.get(key);
      if (known.isPresent()) {
        return known.get();
      }
      task =
          mine.underWay.computeIfAbsent(
              key,
              k ->
                  new FutureTask<>(
                      () -> Computation.SIGNATURES.of(() -> told(k, make(k, signers, stored)))));
    } finally {
      lock.unlock();
    }
    task.run(); // nothing when another thread does or did it
    try {
      var preamble = task.get();
      mine.made.put(key, preamble, LIFETIME);
      return preamble;
    } catch (ExecutionException e) {
      throw new IOException("the message could not be read to be signed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted while another thread signed");
    } finally {
      ended(mine, key, task);
    }
  }

  /** Those of another config are of other keys: nothing is kept of them, the keys included. */
  private Remembered of(Signers signers) {
    if (remembered.signers != signers) {
      remembered = new Remembered(signers);
    }
    return remembered;
  }

  /** What was made is remembered by now, and what failed is tried afresh. */
  private void ended(Remembered mine, Made key, FutureTask<Preamble> task) {
    lock.lock();
    try {
      if (task.isDone()) {
        mine.underWay.remove(key, task);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Octets of signatures that are remembered now. */
  long octets() {
    lock.lock();
    try {
      return remembered.made.octets();
    } finally {
      lock.unlock();
    }
  }

  private Preamble make(Made key, Signers signers, Stored stored) throws IOException {
    try (var in = stored.open()) {
      var head = MessageHead.read(in);
      var fields = HeaderFields.of(head.octets(), head.skipped(), head.fieldsEnd());
      var signer = signers.of(fields, key.sender());
      if (signer.isEmpty()) {
        return new Preamble(new byte[0], head.skipped(), signer);
      }
      var hash = bodyHash(head, in);
      var signatures = signer.get().sign(fields, hash, clock.instant());
      return new Preamble(signatures, head.skipped(), signer);
    }
  }

  private Preamble told(Made key, Preamble preamble) {
    preamble
        .refused()
        .ifPresent(
            signer ->
                observer.on(
                    new Event.Unsigned(
                        key.messageId(), signer.domain().ascii(), SignedFields.MOST)));
    preamble
        .signer()
        .flatMap(Signer::slowness)
        .filter(why -> slownessTold.compareAndSet(false, true))
        .ifPresent(why -> observer.on(new Event.SlowSigning(why)));
    return preamble;
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
    Optional<MessageOctets> get() throws IOException;
  }

  private record Sent(Preamble preamble, long storedSize, Stored stored, Encoded encoded)
      implements MessageOctets {
    @Override
    public Optional<MessageOctets> sevenBit() throws IOException {
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

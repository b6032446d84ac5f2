package io.mailhelm.smtp.store.sqlite;

import io.mailhelm.smtp.store.BodyWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * A body as it arrives: in memory up to {@link #IN_ROW} octets, and in a file of its own beyond.
 * Owned by one thread, which also flushes the file: the thread that commits waits for rows only.
 */
final class StoredBody implements BodyWriter {
  /** The largest body that is kept in the row of its message. */
  static final int IN_ROW = 64 * 1024;

  /** Most messages are smaller. */
  private static final int FIRST_BUFFER = 2 * 1024;

  private final BodyFolder bodies;
  private byte[] buffer = new byte[0];
  private int buffered;
  private long size;
  private Optional<BodyFolder.Spilled> spilled = Optional.empty();
  private Optional<IOException> failure = Optional.empty();
  private boolean kept;
  private boolean closed;

  StoredBody(BodyFolder bodies) {
    this.bodies = bodies;
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("the body is closed");
    }
    try {
      if (buffered + length > IN_ROW) {
        spill();
      }
      if (length > IN_ROW) {
        writeOut(from, offset, length);
      } else {
        reserve(buffered + length);
        System.arraycopy(from, offset, buffer, buffered, length);
        buffered += length;
      }
      size += length;
    } catch (IOException e) {
      failure = Optional.of(e);
      throw e;
    }
  }

  private void reserve(int needed) {
    if (needed > buffer.length) {
      var room = Math.max(Math.max(FIRST_BUFFER, needed), 2 * buffer.length);
      buffer = Arrays.copyOf(buffer, Math.min(room, IN_ROW));
    }
  }

  private void spill() throws IOException {
    bodies.requireRoom();
    if (spilled.isEmpty()) {
      spilled = Optional.of(bodies.create());
    }
    writeOut(buffer, 0, buffered);
    buffered = 0;
  }

  private void writeOut(byte[] from, int offset, int length) throws IOException {
    FileChannel channel = spilled.orElseThrow().channel();
    var bytes = ByteBuffer.wrap(from, offset, length);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public InputStream open() throws IOException {
    var held = new ByteArrayInputStream(buffer, 0, buffered);
    return spilled.isEmpty()
        ? held
        : new SequenceInputStream(bodies.open(spilled.get().name()), held);
  }

  @Override
  public long size() {
    return size;
  }

  /** What went wrong while it was written; such a body cannot be committed. */
  Optional<IOException> failure() {
    return failure;
  }

  /**
   * Puts a spilled body on stable storage: the file first, then its name in the folder.
   *
   * @return the name of its file; empty when it is small enough for the row
   */
  Optional<String> flush() throws IOException {
    if (spilled.isEmpty()) {
      return Optional.empty();
    }
    var file = spilled.orElseThrow();
    writeOut(buffer, 0, buffered);
    buffered = 0;
    file.channel().force(false);
    file.channel().close();
    bodies.flush();
    return Optional.of(file.name());
  }

  /** The trace fields followed by what is held in memory: all of a body that did not spill. */
  byte[] content(byte[] trace) {
    if (buffered == 0) {
      return trace;
    }
    var content = Arrays.copyOf(trace, trace.length + buffered);
    System.arraycopy(buffer, 0, content, trace.length, buffered);
    return content;
  }

  /** A row names its file, or may: closing no longer removes it. */
  void keep() {
    kept = true;
  }

  /** No row names its file: closing removes it. */
  void discard() {
    kept = false;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    buffer = new byte[0];
    buffered = 0;
    spilled.ifPresent(this::abandon);
  }

  private void abandon(BodyFolder.Spilled file) {
    try {
      file.channel().close();
    } catch (IOException _) {
      // its contents are of no use any more, or were flushed before
    }
    if (!kept) {
      bodies.remove(file.name());
    }
  }
}

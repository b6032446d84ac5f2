package io.mailhelm.cli.bundle;

import java.util.Arrays;

/**
 * Octets decoded from a text, with the octets of the text that each came from. It grows by
 * appending; one thread.
 */
final class DecodedText {
  private static final int FIRST_CAPACITY = 256;

  private byte[] octets;
  private int[] from;
  private int[] to;
  private int size;

  DecodedText() {
    this(0);
  }

  private DecodedText(int capacity) {
    octets = new byte[capacity];
    from = new int[capacity];
    to = new int[capacity];
  }

  /** The octets of a text from {@code begin} to before {@code end}, as they are. */
  static DecodedText of(byte[] text, int begin, int end) {
    var plain = new DecodedText(end - begin);
    for (int i = begin; i < end; i++) {
      plain.add(text[i], i, i + 1);
    }
    return plain;
  }

  int size() {
    return size;
  }

  byte at(int index) {
    return octets[index];
  }

  /** Whether that place exists and has this octet. */
  boolean has(int index, char octet) {
    return index < size && octets[index] == octet;
  }

  /** The first octet of the text that this one came from. */
  int from(int index) {
    return from[index];
  }

  /** The octet after the last one of the text that this one came from. */
  int to(int index) {
    return to[index];
  }

  void add(byte octet, int begin, int end) {
    if (size == octets.length) {
      int capacity = Math.max(FIRST_CAPACITY, size * 2);
      octets = Arrays.copyOf(octets, capacity);
      from = Arrays.copyOf(from, capacity);
      to = Arrays.copyOf(to, capacity);
    }
    octets[size] = octet;
    from[size] = begin;
    to[size] = end;
    size++;
  }

  /**
   * Appends an octet that {@code source} encodes in its octets from {@code begin} to before {@code
   * end}.
   */
  void add(byte octet, DecodedText source, int begin, int end) {
    add(octet, source.from[begin], source.to[end - 1]);
  }
}

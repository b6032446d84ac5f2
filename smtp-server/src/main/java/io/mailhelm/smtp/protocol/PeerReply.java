package io.mailhelm.smtp.protocol;

import io.mailhelm.config.Surrogates;
import java.util.List;
import java.util.Objects;

/**
 * A reply of another server (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code (RFC 2034) of the first line; empty where it gave none
 *     or one of another class than {@code code}
 * @param lines the text, without codes; characters that no text has are question marks. They are
 *     for who reads the reply; what is kept of it, and searched for words, is its {@link #text}
 */
public record PeerReply(int code, String enhanced, List<String> lines) {
  /** More of what a server says is neither kept nor read for words. */
  public static final int MAX_TEXT = 1_000;

  public PeerReply {
    Objects.requireNonNull(enhanced);
    lines = List.copyOf(lines);
  }

  /** The lines in one, {@value #MAX_TEXT} characters at most. */
  public String text() {
    var text = new StringBuilder();
    for (int i = 0; i < lines.size() && text.length() <= MAX_TEXT; i++) {
      text.append(i == 0 ? "" : " ").append(Surrogates.beginning(lines.get(i), MAX_TEXT + 1));
    }
    return Surrogates.beginning(text.toString(), MAX_TEXT);
  }

  /** Whether it was done (2yz). */
  public boolean isDone() {
    return code / 100 == 2;
  }

  /** Whether it failed for good (5yz). */
  public boolean isPermanentFailure() {
    return code / 100 == 5;
  }
}

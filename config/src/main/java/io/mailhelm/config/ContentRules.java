package io.mailhelm.config;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The checks of what is sent under a policy ({@code SendPolicy.spec.content}).
 *
 * @param actions by check; those that are left out are off
 * @param spamWords words that {@link Check#SpamWords} looks for
 * @param size octets above which {@link Check#Size} finds a message too large
 */
public record ContentRules(Map<Check, Action> actions, List<String> spamWords, long size) {
  /** A check of a message. */
  public enum Check {
    /** HTML without a plain-text part. */
    PlainTextPart,
    /** No List-Unsubscribe field with one click (RFC 8058). */
    ListUnsubscribe,
    /** Links through URL shorteners. */
    UrlShorteners,
    /** Words that make mail look like spam. */
    SpamWords,
    /** More octets than wanted. */
    Size,
    /** Attachments that are programs. */
    ExecutableAttachments,
    /** No Message-ID or Date field. */
    MissingFields,
    /** A From field whose domain is not the one that signs. */
    FromAlignment;

    /** As header fields, metrics and the API call it: {@code plain-text-part}. */
    public String label() {
      var label = new StringBuilder();
      for (char c : name().toCharArray()) {
        label.append(Character.isUpperCase(c) && !label.isEmpty() ? "-" : "");
        label.append(Character.toLowerCase(c));
      }
      return label.toString();
    }
  }

  /** What to do about a finding. */
  public enum Action {
    /** The message gets a header field that says so, and is counted. */
    Warn,
    /** The message is refused. */
    Reject
  }

  /** The words that a policy which names none looks for. */
  public static final List<String> SPAM_WORDS = List.of("FREE", "URGENT", "CLICK HERE");

  /** Octets beyond which mail programs show a message in part only. */
  public static final long LARGE = 102_400;

  /** The rules of a policy that declares none: no checks. */
  public static final ContentRules OFF = new ContentRules(Map.of(), SPAM_WORDS, LARGE);

  public ContentRules {
    var sorted = new EnumMap<Check, Action>(Check.class);
    sorted.putAll(actions);
    actions = Collections.unmodifiableMap(sorted);
    spamWords = List.copyOf(spamWords);
    if (size < 1) {
      throw new IllegalArgumentException("size must be more than 0");
    }
  }
}

package io.mailhelm.smtp.bounce;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.store.DeliveryId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads return paths, which tell the delivery that a report is about: {@code
 * bounces+<message id>.<delivery>.<mac>@<domain>}. The MAC keeps others from forging bounces, and
 * someone who knows the path of one delivery from forging one for another. Thread-safe.
 */
public final class ReturnPath {
  /** What a local part may have (RFC 5321 §4.5.3.1.1). */
  static final int MAX_LOCAL_PART = 64;

  private static final String BEFORE = "bounces+";
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 §6
  private static final int MAC_LENGTH = 16;
  private static final int RADIX = 32;
  private static final String ID = "([0-9a-hjkmnp-tv-z]{26})";

  /** Twelve digits of 32 are more deliveries than anybody makes, and fit. */
  private static final String DELIVERY = "([0-9a-v]{1,12})";

  private static final Pattern LOCAL_PART =
      Pattern.compile("bounces\\+" + ID + "(?:\\." + DELIVERY + ")?\\.([a-z2-7]{16})");
  private static final Pattern TEXT = Pattern.compile("([^.]*)(?:\\." + DELIVERY + ")?");
  private final SecretKeySpec secret;

  /**
   * @param secret 16 octets or more; of the store, so that all servers of a domain have the same
   */
  public ReturnPath(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /**
   * What a return path names.
   *
   * @param messageId of the message
   * @param delivery of it; empty in paths that an earlier version made, which named the message
   *     alone: whoever got it knew the path of all its recipients
   */
  public record Named(String messageId, Optional<DeliveryId> delivery) {
    /** As it is stored with a report: {@link #of} reads it. */
    public String text() {
      return messageId + delivery.map(id -> "." + digits(id)).orElse("");
    }

    /**
     * What {@link #text} was written of.
     *
     * @throws IllegalArgumentException when it is something else
     */
    public static Named of(String text) {
      var matcher = TEXT.matcher(text);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("names no message of ours: " + text);
      }
      return new Named(matcher.group(1), numbered(matcher.group(2)));
    }
  }

  private static String digits(DeliveryId id) {
    return Long.toString(id.value(), RADIX);
  }

  private static Optional<DeliveryId> numbered(String digits) {
    return Optional.ofNullable(digits).map(text -> new DeliveryId(Long.parseLong(text, RADIX)));
  }

  /** The address; its local part has at most {@value #MAX_LOCAL_PART} octets. */
  public Mailbox of(String messageId, DeliveryId delivery, DomainName domain) {
    var id = messageId.toLowerCase(Locale.ROOT);
    var number = digits(delivery);
    return new Mailbox(
        BEFORE + id + "." + number + "." + mac(authentic(id, number, domain)), domain);
  }

  /** Whether an address has the form of a return path, whoever made it. */
  public static boolean isWrittenLikeOne(Mailbox address) {
    return address.localPart().regionMatches(true, 0, BEFORE, 0, BEFORE.length());
  }

  /** What that return path names; empty when we did not make it. */
  public Optional<Named> read(Mailbox address) {
    var matcher = LOCAL_PART.matcher(address.localPart().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var id = matcher.group(1);
    var number = matcher.group(2);
    var expected = mac(authentic(id, number, address.domain()));
    return MessageDigest.isEqual(ascii(expected), ascii(matcher.group(3)))
        ? Optional.of(new Named(id.toUpperCase(Locale.ROOT), numbered(number)))
        : Optional.empty();
  }

  /**
   * What the mac is of. An id has 26 characters, always, and no domain has an {@literal @}: where
   * each part ends is never in doubt, nor whether there is a delivery.
   */
  private static String authentic(String id, String delivery, DomainName domain) {
    return delivery == null ? id + domain : id + "." + delivery + "@" + domain;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String mac(String authentic) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      var octets = mac.doFinal(ascii(authentic));
      var text = new StringBuilder(MAC_LENGTH);
      for (int bit = 0; bit < MAC_LENGTH * 5; bit += 5) {
        int pair = (octets[bit >> 3] & 0xff) << 8 | octets[(bit >> 3) + 1] & 0xff;
        text.append(DIGITS.charAt(pair >> 11 - (bit & 7) & 31));
      }
      return text.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}

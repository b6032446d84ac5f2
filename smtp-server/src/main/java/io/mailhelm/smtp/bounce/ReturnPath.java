package io.mailhelm.smtp.bounce;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The return path that tells which message a report is about: {@code bounces+<message
 * id>.<mac>@<domain>}. The mac keeps others from making bounces up. Thread-safe.
 */
public final class ReturnPath {
  private static final String BEFORE = "bounces+";
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 §6
  private static final int MAC_LENGTH = 16;
  private static final Pattern LOCAL_PART =
      Pattern.compile("bounces\\+([0-9a-hjkmnp-tv-z]{26})\\.([a-z2-7]{16})");
  private final SecretKeySpec secret;

  /**
   * @param secret 16 octets or more; of the store, so that all servers of a domain have the same
   */
  public ReturnPath(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /** The address; its local part has 51 octets of the 64 there may be (RFC 5321 §4.5.3.1.1). */
  public Mailbox of(String messageId, DomainName domain) {
    var id = messageId.toLowerCase(Locale.ROOT);
    return new Mailbox(BEFORE + id + "." + mac(id, domain), domain);
  }

  /** Whether an address has the form of a return path, whoever made it. */
  public static boolean isWrittenLikeOne(Mailbox address) {
    return address.localPart().regionMatches(true, 0, BEFORE, 0, BEFORE.length());
  }

  /** The message whose return path that is; empty when we did not make it. */
  public Optional<String> messageId(Mailbox address) {
    var matcher = LOCAL_PART.matcher(address.localPart().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var expected = mac(matcher.group(1), address.domain()).getBytes(StandardCharsets.US_ASCII);
    var given = matcher.group(2).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, given)
        ? Optional.of(matcher.group(1).toUpperCase(Locale.ROOT))
        : Optional.empty();
  }

  private String mac(String lowerCaseId, DomainName domain) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      // an id has 26 characters, always: where it ends and the domain begins is never in doubt
      var octets = mac.doFinal((lowerCaseId + domain).getBytes(StandardCharsets.US_ASCII));
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

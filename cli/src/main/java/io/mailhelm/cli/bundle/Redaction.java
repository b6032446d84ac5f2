package io.mailhelm.cli.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Removes from a text what nobody else may see: values of Secrets wherever they are and however
 * encoded, private keys and credentials by their form, and, unless told otherwise, the owners of
 * addresses. Within a report an address always has the same pseudonym; in the next report it has
 * another.
 */
public final class Redaction {
  /** The text in place of a secret. */
  static final String TAKEN_OUT = "(taken out)";

  private static final byte[] TAKEN_OUT_OCTETS = TAKEN_OUT.getBytes(StandardCharsets.UTF_8);

  /** The length below which a value is not removed: it would be found in too many words. */
  static final int SHORTEST = 6;

  private static final int PSEUDONYM_OCTETS = 5;

  /** The forms of credentials that any program may print, wherever they come from. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]{0,32}PRIVATE"
                  + " KEY-----|\\z)"),
          Pattern.compile("(?i)(?<=\\b(?:bearer|basic) )[A-Za-z0-9._~+/=-]{8,}+"),
          Pattern.compile("(?<=://)[^\\s/@:]{1,256}+:[^\\s/@]{1,256}+(?=@)"));

  /** An address, but not an image's digest, which also follows a name and an @. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(\"[^\"\\n"
              + "]{1,256}+\"|[^\\s@<>\"(),:;\\[\\]\\\\'{=][^\\s@<>\"(),:;\\[\\]\\\\]{0,255}+)@(?!sha256:)(?=[\\p{L}\\p{N}\\[])");

  private final SecretPlaces secrets;
  private final boolean addresses;
  private final byte[] key;

  /**
   * @param values the values of Secrets
   * @param addresses whether addresses stay as they are
   * @param key the key from which pseudonyms are made; it is not kept
   */
  public Redaction(Collection<String> values, boolean addresses, byte[] key) {
    this.secrets =
        new SecretPlaces(
            values.stream()
                .flatMap(Redaction::parts)
                .filter(value -> value.length() >= SHORTEST)
                .distinct()
                .map(value -> value.getBytes(StandardCharsets.UTF_8))
                .toList());
    this.addresses = addresses;
    this.key = key.clone();
  }

  /** The whole value, and each of its lines. */
  private static Stream<String> parts(String value) {
    var text = value.strip();
    return Stream.concat(Stream.of(text), text.lines().filter(line -> !line.startsWith("-----")));
  }

  /** The redacted text. */
  public String of(String text) {
    var clean = withoutSecrets(text);
    for (var form : FORMS) {
      clean = form.matcher(clean).replaceAll(Matcher.quoteReplacement(TAKEN_OUT));
    }
    return addresses
        ? clean
        : ADDRESS.matcher(clean).replaceAll(found -> pseudonym(found.group(1)) + "@");
  }

  private String withoutSecrets(String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    var taken = secrets.in(octets);
    var left = new ByteArrayOutputStream(octets.length);
    for (int i = 0; i < octets.length; i++) {
      if (!taken[i]) {
        left.write(octets[i]);
      } else if (i == 0 || !taken[i - 1]) {
        left.writeBytes(TAKEN_OUT_OCTETS);
      }
    }
    return left.toString(StandardCharsets.UTF_8);
  }

  private String pseudonym(String localPart) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var digest = mac.doFinal(localPart.getBytes(StandardCharsets.UTF_8));
      return "someone-" + HexFormat.of().formatHex(digest, 0, PSEUDONYM_OCTETS);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every Java platform has HmacSHA256", e);
    }
  }
}

package io.mailhelm.dns;

import io.mailhelm.config.DkimKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The TXT record of a DKIM key, read as verifiers read it (RFC 6376 §3.6.1).
 *
 * @param keyType {@code k=}, lower case; {@code rsa} where it is left out
 * @param hashes {@code h=}, lower case; empty: all
 * @param services {@code s=}, lower case; {@code *} where it is left out
 * @param flags {@code t=}, lower case
 * @param publicKey {@code p=}, base64 without white space; empty: revoked, or there is a problem
 * @param problems why it is no valid key record, in sentences; if there is a problem nobody
 *     verifies with it
 */
public record DkimRecord(
    String keyType,
    List<String> hashes,
    List<String> services,
    List<String> flags,
    String publicKey,
    List<String> problems) {
  private static final String VERSION = "DKIM1";

  public DkimRecord {
    Objects.requireNonNull(keyType);
    hashes = List.copyOf(hashes);
    services = List.copyOf(services);
    flags = List.copyOf(flags);
    Objects.requireNonNull(publicKey);
    problems = List.copyOf(problems);
  }

  /**
   * Reads a record; it accepts any text.
   *
   * @param text the strings of the TXT record, joined without spaces (RFC 6376 §3.6.2.2)
   */
  public static DkimRecord parse(String text) {
    // RFC 6376 §3.2: names are case-sensitive, and one that comes twice makes the list invalid.
    var list = TagList.of(TagList.Kind.DKIM, text);
    var problems = new ArrayList<>(list.problems());
    var tags = list.tags();
    // RFC 6376 §3.6.1: if it is there it is first, and says this to the letter.
    if (tags.containsKey("v")
        && !(tags.get("v").equals(VERSION) && tags.keySet().iterator().next().equals("v"))) {
      problems.add("v= must be DKIM1 and come first");
    }
    var key = tags.getOrDefault("p", "").replaceAll("\\s+", "");
    if (!tags.containsKey("p")) {
      problems.add("it has no p=, the public key");
    } else if (!isBase64(key)) {
      problems.add("p= is not base64");
      key = "";
    }
    return new DkimRecord(
        tags.getOrDefault("k", "rsa").toLowerCase(Locale.ROOT),
        list(tags.getOrDefault("h", "")),
        list(tags.getOrDefault("s", "*")),
        list(tags.getOrDefault("t", "")),
        key,
        problems);
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(":"))
        .map(each -> each.strip().toLowerCase(Locale.ROOT))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0 || text.isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Whether the key is revoked: {@code p=} is there and empty. */
  public boolean isRevoked() {
    return problems.isEmpty() && publicKey.isEmpty();
  }

  /**
   * {@code t=y}: verifiers are asked to treat mail that fails no worse than mail that is not
   * signed.
   */
  public boolean isTesting() {
    return flags.contains("y");
  }

  /** Whether it allows SHA-256 ({@code h=}), the only hash anybody signs with (RFC 8301 §3.1). */
  public boolean allowsSha256() {
    return hashes.isEmpty() || hashes.contains("sha256");
  }

  /** Whether it is for mail ({@code s=}). */
  public boolean allowsMail() {
    return services.contains("*") || services.contains("email");
  }

  /**
   * Whether it has that public key, whatever else it says; false where the key's public part is
   * unknown.
   */
  public boolean hasKey(DkimKey key) {
    return problems.isEmpty()
        && !key.publicKey().isEmpty()
        && isBase64(key.publicKey())
        && keyType.equals(key.algorithm().name().toLowerCase(Locale.ROOT))
        && Arrays.equals(
            Base64.getDecoder().decode(publicKey), Base64.getDecoder().decode(key.publicKey()));
  }

  /** Whether mail signed with that key verifies by it. */
  public boolean verifies(DkimKey key) {
    return hasKey(key) && allowsSha256() && allowsMail();
  }
}

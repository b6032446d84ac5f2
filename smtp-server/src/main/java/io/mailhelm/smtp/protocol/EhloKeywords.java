package io.mailhelm.smtp.protocol;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The service extensions of another server (RFC 5321 §4.1.1.1): the keywords of its EHLO reply,
 * with their parameters.
 */
public record EhloKeywords(Map<String, String> keywords) {
  /** It was greeted with HELO, or said nothing. */
  public static final EhloKeywords NONE = new EhloKeywords(Map.of());

  private static final String AUTH = "AUTH";

  /** {@code AUTH=PLAIN LOGIN}, as old clients want it. */
  private static final String OLD_AUTH = "AUTH=";

  public EhloKeywords {
    keywords = Map.copyOf(keywords);
  }

  /** Reads the reply to EHLO; its first line is a greeting. */
  public static EhloKeywords of(PeerReply ehlo) {
    var keywords = new HashMap<String, String>();
    for (var line : ehlo.lines().subList(1, ehlo.lines().size())) {
      var words = line.strip().split(" +", 2);
      var keyword = words[0].toUpperCase(Locale.ROOT);
      var parameters = words.length > 1 ? words[1].strip() : "";
      if (keyword.startsWith(OLD_AUTH)) {
        mechanisms(keywords, keyword.substring(OLD_AUTH.length()) + " " + parameters);
      } else if (keyword.equals(AUTH)) {
        mechanisms(keywords, parameters);
      } else {
        keywords.putIfAbsent(keyword, parameters);
      }
    }
    return new EhloKeywords(keywords);
  }

  /** Servers for old clients write both forms, in either order. */
  private static void mechanisms(Map<String, String> keywords, String more) {
    keywords.merge(AUTH, more.strip(), (before, after) -> before + " " + after);
  }

  public boolean pipelining() {
    return has("PIPELINING");
  }

  public boolean chunking() {
    return has("CHUNKING");
  }

  /** The same of a server that offers CHUNKING and does not know BDAT. */
  public EhloKeywords withoutChunking() {
    var others = new HashMap<>(keywords);
    others.remove("CHUNKING");
    return new EhloKeywords(others);
  }

  public boolean eightBit() {
    return has("8BITMIME");
  }

  public boolean utf8() {
    return has("SMTPUTF8");
  }

  public boolean dsn() {
    return has("DSN");
  }

  public boolean startTls() {
    return has("STARTTLS");
  }

  public boolean requireTls() {
    return has("REQUIRETLS");
  }

  public boolean size() {
    return has("SIZE");
  }

  private boolean has(String keyword) {
    return keywords.containsKey(keyword);
  }

  /** The largest message it takes (RFC 1870 §3); {@link Long#MAX_VALUE} where it does not say. */
  public long maxSize() {
    long size = number(keywords.getOrDefault("SIZE", ""));
    return size > 0 ? size : Long.MAX_VALUE;
  }

  /** The most recipients of one transaction (RCPTMAX of RFC 9422 §4.2), 1 or more. */
  public long maxRecipients() {
    for (var limit : keywords.getOrDefault("LIMITS", "").split(" ")) {
      if (limit.regionMatches(true, 0, "RCPTMAX=", 0, 8)) {
        long most = number(limit.substring(8));
        return most > 0 ? most : Long.MAX_VALUE;
      }
    }
    return Long.MAX_VALUE;
  }

  /** The SASL mechanisms, in capitals (RFC 4954 §3). */
  public Set<String> mechanisms() {
    var names = keywords.getOrDefault(AUTH, "").toUpperCase(Locale.ROOT);
    return Set.copyOf(List.of(names.split(" +")).stream().distinct().toList());
  }

  private static long number(String digits) {
    try {
      return DecimalNumber.parse(digits, Reply.NONE);
    } catch (SyntaxException e) {
      return 0;
    }
  }
}

package io.mailhelm.smtp.sign;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Verifies DKIM signatures by RFC 6376 §6, slowly, on strings, apart from what signs. */
final class Verifier {
  private final Map<String, PublicKey> keys;

  /**
   * @param keys by {@code selector._domainkey.domain}
   */
  Verifier(Map<String, PublicKey> keys) {
    this.keys = keys;
  }

  /** The algorithms of the signatures at the top that hold. */
  List<String> verified(byte[] message) {
    var text = new String(message, StandardCharsets.ISO_8859_1);
    int end = text.startsWith("\r\n") ? 0 : text.indexOf("\r\n\r\n") + 2;
    var fields = new ArrayList<String>();
    for (var line : text.substring(0, end).split("(?<=\r\n)(?![ \t])", -1)) {
      if (!line.isEmpty()) {
        fields.add(line);
      }
    }
    var body = text.length() > end + 2 ? text.substring(end + 2) : "";
    var verified = new ArrayList<String>();
    for (var field : fields) {
      if (field.startsWith("DKIM-Signature:")) {
        var tags = tags(field.substring(15));
        if (holds(field, tags, fields, body)) {
          verified.add(tags.get("a"));
        }
      }
    }
    return verified;
  }

  static Map<String, String> tags(String value) {
    var tags = new HashMap<String, String>();
    for (var tag : value.split(";")) {
      int equals = tag.indexOf('=');
      if (equals > 0) {
        tags.put(
            tag.substring(0, equals).strip(),
            tag.substring(equals + 1).replaceAll("[\r\n\t ]", ""));
      }
    }
    return tags;
  }

  private boolean holds(String field, Map<String, String> tags, List<String> fields, String body) {
    var hash = sha256(relaxedBody(body));
    if (!Base64.getEncoder().encodeToString(hash).equals(tags.get("bh"))) {
      return false;
    }
    var data = new StringBuilder();
    var left = new ArrayList<>(fields);
    for (var name : tags.get("h").split(":")) {
      for (int i = left.size() - 1; i >= 0; i--) {
        int colon = left.get(i).indexOf(':');
        if (colon > 0 && left.get(i).substring(0, colon).strip().equalsIgnoreCase(name)) {
          data.append(relaxed(left.remove(i))).append("\r\n");
          break;
        }
      }
    }
    data.append(relaxed(field.replaceFirst("(?s)([;\t ]b=)[^;]*", "$1")));
    var key = keys.get(tags.get("s") + "._domainkey." + tags.get("d"));
    return key != null && holds(tags, data.toString(), key);
  }

  private static boolean holds(Map<String, String> tags, String data, PublicKey key) {
    try {
      boolean rsa = tags.get("a").equals("rsa-sha256");
      var signature = Signature.getInstance(rsa ? "SHA256withRSA" : "Ed25519");
      signature.initVerify(key);
      var octets = data.getBytes(StandardCharsets.ISO_8859_1);
      signature.update(rsa ? octets : sha256(data));
      return signature.verify(Base64.getDecoder().decode(tags.get("b")));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  static String relaxed(String field) {
    int colon = field.indexOf(':');
    return field.substring(0, colon).strip().toLowerCase(Locale.ROOT)
        + ":"
        + field
            .substring(colon + 1)
            .replace("\r\n", "")
            .replaceAll("[ \t]+", " ")
            .replaceAll("^ | $", "");
  }

  static String relaxedBody(String body) {
    var lines = new ArrayList<>(Arrays.asList(body.split("\r\n", -1)));
    lines.replaceAll(line -> line.replaceAll("[ \t]+", " ").replaceAll(" $", ""));
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines.isEmpty() ? "" : String.join("\r\n", lines) + "\r\n";
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}

package io.mailhelm.smtp.sign;

import io.mailhelm.config.DkimKey;
import io.mailhelm.config.DomainName;
import io.mailhelm.config.KeyPem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signs a domain's mail with each of its keys (RFC 6376 §5, RFC 8463). Thread-safe. */
public final class Signer {
  private final DomainName domain;
  private final List<SigningKey> keys;

  Signer(DomainName domain, List<SigningKey> keys) {
    this.domain = domain;
    this.keys = keys;
  }

  /**
   * A signer of one domain.
   *
   * @param keys one or more, each with its private key; parsed here, once
   * @throws IllegalArgumentException naming the key that cannot sign and why, never its content
   */
  static Signer of(DomainName domain, Map<DkimKey, KeyPem> keys) {
    var read = new LinkedHashMap<String, SigningKey>();
    keys.forEach((key, pem) -> read.put(key.selector(), SigningKey.of(key, pem)));
    return new Signer(domain, List.copyOf(read.values()));
  }

  /**
   * The DKIM-Signature fields to stand before a message, one for each key, each ended by CRLF. All
   * of them cover the same fields and the same body. None where that would be {@linkplain
   * SignedFields#areTooMany too many fields}.
   *
   * @param bodyHash of the body in its relaxed form
   */
  byte[] sign(HeaderFields fields, byte[] bodyHash, Instant at) {
    if (SignedFields.areTooMany(fields)) {
      return new byte[0];
    }
    var names = SignedFields.names(fields);
    var data = new ByteArrayOutputStream(2_048);
    SignedFields.order().forEach(name -> fields.canonical(name, data));
    int common = data.size();
    var signatures = new ByteArrayOutputStream(1_024);
    for (var key : keys) {
      var unsigned =
          SignatureTags.unsigned(
              key.algorithm(), domain.ascii(), key.selector(), at, names, bodyHash);
      signatures.writeBytes(SignatureTags.signed(unsigned, key.sign(data(data, common, unsigned))));
    }
    return signatures.toByteArray();
  }

  /** Whose mail it signs. */
  DomainName domain() {
    return domain;
  }

  /** Why signing takes longer than it need; empty where it does not or nothing was signed yet. */
  Optional<String> slowness() {
    return keys.stream().flatMap(key -> key.slowness().stream()).findFirst();
  }

  /** What is signed: the fields, then the signature's own without its value (RFC 6376 §3.7). */
  private static byte[] data(ByteArrayOutputStream fields, int common, String unsigned) {
    var all = new ByteArrayOutputStream(common + unsigned.length());
    all.write(fields.toByteArray(), 0, common);
    canonical(unsigned, all);
    return all.toByteArray();
  }

  /** A DKIM-Signature field up to its {@code b=}, in the relaxed form, without a line end. */
  static void canonical(String unsigned, ByteArrayOutputStream out) {
    var octets = unsigned.getBytes(StandardCharsets.ISO_8859_1);
    out.writeBytes("dkim-signature:".getBytes(StandardCharsets.US_ASCII));
    HeaderFields.relaxed(octets, SignatureTags.NAME.length() + 1, octets.length, out);
  }
}

package io.mailhelm.smtp.api.dns;

import io.mailhelm.config.DomainName;
import io.mailhelm.dns.DkimRecord;
import io.mailhelm.dns.Resolver;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A published DKIM key record (RFC 6376 §3.6.1). */
@Schema(name = "PublishedDkim")
record PublishedDkim(
    String selector,
    @Schema(examples = "rsa") String keyType,
    @Schema(description = "Of the key; 0: it cannot be read.") int bits,
    boolean testing,
    boolean revoked) {
  /** RFC 8301 §3.2. */
  private static final int MIN_RSA_BITS = 1_024;

  /** RFC 8463 §4: the key itself, without any wrapping. */
  private static final int ED25519_OCTETS = 32;

  static PublishedRecords<PublishedDkim> at(DomainName domain, String selector, Resolver resolver) {
    var name = StrictInput.below("selector", selector + "._domainkey", domain).ascii();
    var answer = resolver.txt(name);
    var texts = PublishedRecords.texts(answer);
    if (texts.isEmpty()) {
      return PublishedRecords.nothing(domain, name, PublishedRecords.trouble(answer));
    }
    var record = DkimRecord.parse(texts.getFirst());
    var problems = new ArrayList<>(record.problems());
    if (texts.size() > 1) {
      problems.add("There are %d records: verifiers take any of them.".formatted(texts.size()));
    }
    var bits = bits(record);
    if (problems.isEmpty()) {
      problems.addAll(weaknesses(record, bits));
    }
    return new PublishedRecords<>(
        domain,
        name,
        texts,
        Optional.of(
            new PublishedDkim(
                selector, record.keyType(), bits, record.isTesting(), record.isRevoked())),
        "",
        problems);
  }

  private static List<String> weaknesses(DkimRecord record, int bits) {
    if (record.isRevoked()) {
      return List.of("The key was revoked: p= is empty.");
    }
    var found = new ArrayList<String>();
    if (bits == 0) {
      found.add("p= is no key of type %s.".formatted(record.keyType()));
    } else if (record.keyType().equals("rsa") && bits < MIN_RSA_BITS) {
      found.add("Verifiers take no RSA key below %d bits (RFC 8301 §3.2).".formatted(MIN_RSA_BITS));
    }
    if (!record.allowsSha256()) {
      found.add("h= does not allow sha256, the only hash that is in use.");
    }
    if (!record.allowsMail()) {
      found.add("s= does not allow email.");
    }
    return found;
  }

  private static int bits(DkimRecord record) {
    try {
      var octets = Base64.getDecoder().decode(record.publicKey());
      return switch (record.keyType()) {
        case "rsa" ->
            KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(octets))
                    instanceof RSAPublicKey key
                ? key.getModulus().bitLength()
                : 0;
        case "ed25519" -> octets.length == ED25519_OCTETS ? octets.length * 8 : 0;
        default -> 0;
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return 0;
    }
  }
}

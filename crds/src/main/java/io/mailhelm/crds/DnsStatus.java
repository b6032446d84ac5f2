package io.mailhelm.crds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** The observed DNS records of a domain, compared with the expected ones. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DnsStatus(
    @Size(max = 64) @JsonPropertyDescription("When a record last changed (RFC 3339).")
        String lastChanged,
    @Size(max = 16) @JsonPropertyDescription("How many of the required records are right: 7/9.")
        String ready,
    @JsonPropertyDescription("Whether the zone is signed, and the signatures hold (RFC 4035).")
        Dnssec dnssec,
    @Size(max = 32768) @JsonPropertyDescription("The records as text to paste into a zone.")
        String zoneFile,
    @Size(max = 64) @JsonPropertyDescription("Every record, as it should be and as it is.")
        List<DnsRecord> records) {

  /** One record. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record DnsRecord(
      @Size(max = 64) @JsonPropertyDescription("What it is for.") String purpose,
      @Size(max = 253) @JsonPropertyDescription("Its name.") String name,
      @Size(max = 16) @JsonPropertyDescription("Its type.") String type,
      @Size(max = 4096) @JsonPropertyDescription("What it should say.") String expected,
      @Size(max = 16) @JsonPropertyDescription("What it says.")
          List<@Size(max = 4096) String> observed,
      @JsonPropertyDescription("How the two compare.") Verdict verdict,
      @JsonPropertyDescription("Whether mail needs it.") Boolean required,
      @Size(max = 1024) @JsonPropertyDescription("What to do.") String advice) {}

  /** Whether the zone is signed, and the signatures are valid. */
  public enum Dnssec {
    Secure,
    Insecure,
    Bogus,
    Indeterminate
  }

  /** How an observed record compares with the expected one. */
  public enum Verdict {
    Match,
    Missing,
    Mismatch,
    Extra,
    Error,
    Unknown
  }
}

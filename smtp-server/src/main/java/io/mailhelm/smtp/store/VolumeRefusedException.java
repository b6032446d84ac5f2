package io.mailhelm.smtp.store;

import io.mailhelm.config.VolumeRefusal;
import java.io.IOException;

/** A volume is refused because the mail that was on it is missing: nothing is served from it. */
public final class VolumeRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final VolumeRefusal refusal;
  private final String store;

  /**
   * @param store the id of the store whose mail is missing
   * @param message a sentence for the operator
   */
  public VolumeRefusedException(VolumeRefusal refusal, String store, String message) {
    super(message);
    this.refusal = refusal;
    this.store = store;
  }

  /** Which kind of refusal it is. */
  public VolumeRefusal refusal() {
    return refusal;
  }

  /** The same with a sentence more. */
  public VolumeRefusedException with(String advice) {
    return new VolumeRefusedException(refusal, store, getMessage() + ". " + advice);
  }

  /** The id of the store whose mail is missing. */
  public String store() {
    return store;
  }
}

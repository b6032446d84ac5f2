"""What the applications and images are made of: read from the build, written as CycloneDX and as a list of licences."""

"""The web server around the app: who may connect, what is sent with each answer, and how small."""

"""The local stand-in for Gemini and Tavily: another party that speaks their wire protocols on loopback."""

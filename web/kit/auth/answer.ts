// The page where silent and pop-up sign-ins end: hands the answer to the window that asked, and does nothing else.
// MSAL Browser 5 wants such a page, since windows that are kept apart cannot read each other's address.
import { broadcastResponseToMainFrame } from '@azure/msal-browser/redirect-bridge'

void broadcastResponseToMainFrame()
